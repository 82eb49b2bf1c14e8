"""What the site tells those who run it, and nothing of anybody: health, logs, metrics, errors."""
