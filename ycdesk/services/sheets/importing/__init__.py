"""From the cells of a sheet to cases: what each column is, what becomes of each row, and the carrying out."""
