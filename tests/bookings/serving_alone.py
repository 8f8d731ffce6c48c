"""What gathering would be without its order: each caller is served alone, whatever others do meanwhile."""

from collections.abc import Callable
from typing import Any

from lab.gathering import Gathered
from lab.runtime import Workshop


def alone(together: Gathered[Any, Any]) -> Callable[[Workshop, Any], Any]:
    """The same function, one at a time in every thread."""

    def serve(shop: Workshop, asked: Any) -> Any:
        (told,) = together.batch(shop, [asked])
        if isinstance(told, Exception):
            raise told
        return told

    return serve
