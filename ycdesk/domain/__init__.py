"""Entities and rules of the bureau: applicants, dossiers, cases, persons, the workflow and the log."""
