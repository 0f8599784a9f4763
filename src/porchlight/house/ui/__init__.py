"""Components, base pages, style and the gallery that shows them."""
