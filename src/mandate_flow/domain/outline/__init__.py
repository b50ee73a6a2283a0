"""The outlines of communes: read from a GeoJSON, simplified with their neighbours, drawn on a sheet."""

from mandate_flow.domain.outline.drawing import Drawing, Shape, draw
from mandate_flow.domain.outline.geojson import Feature, read_features

__all__ = ["Drawing", "Feature", "Shape", "draw", "read_features"]
