"""What the Content API costs beside Wagtail's own APIs: `make bench` prints ratios of one run."""
