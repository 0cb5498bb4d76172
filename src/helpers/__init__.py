"""What a social score means: the machinery behind the notebooks, one module per question."""
