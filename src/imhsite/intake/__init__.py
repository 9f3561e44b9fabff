"""What others hand over, opened and understood: tables, their columns, and rows of programs."""
