"""What a user would pick instead of Heed's own judges, in the same tracker: speed and accuracy."""
