"""What the words of the subject mean, in both languages."""
