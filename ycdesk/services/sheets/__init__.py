"""Workbooks in and out: any firm's sheet read, the same sheet back with its errors marked, the tables as workbooks."""
