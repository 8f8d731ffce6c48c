"""The numbers of the 16 materials by name, for code that draws: `palette.FOREST`. `materials` tells all about them."""

SKY, CLOUD, GLOW, FOG, MOUNTAIN, ROCK, SNOW, GRASS, FLOWERS, FOREST, BUSH, SAND, ROAD, RIVER, LAKE, COTTAGE = range(16)

COUNT = 16
WATER = (RIVER, LAKE)
