"""Text files as people type them: what stands on which line, and what is wrong there."""
