"""Sheets on paper: their figures, and their PDFs."""
