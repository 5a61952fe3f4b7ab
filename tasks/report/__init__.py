"""Report: from what a period holds to one page that anyone can open."""
