"""The tables as workbooks: what stands in each, and how it is written."""
