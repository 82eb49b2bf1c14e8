"""What stands before Wagtail's and wagtail-localize's views where these ask too little."""
