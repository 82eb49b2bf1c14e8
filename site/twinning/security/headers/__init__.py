"""What answers tell browsers to keep from doing."""
