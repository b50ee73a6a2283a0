"""What a person sees in a browser: pages in French that work without JavaScript."""
