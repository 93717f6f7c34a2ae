"""Whose an imported profile is: somebody says that it is theirs, those who run the network decide."""
