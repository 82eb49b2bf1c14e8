"""Tests of what stands before Wagtail’s and wagtail-localize’s views."""
