"""Whether the program asked for the same result twice."""

import os
import sys

from . import process, spool

_VARIABLES = (
    "PYTHONHASHSEED CUBLAS_WORKSPACE_CONFIG CUDA_LAUNCH_BLOCKING TF_DETERMINISTIC_OPS TF_CUDNN_DETERMINISTIC "
    "FLASH_ATTENTION_DETERMINISTIC NVIDIA_TF32_OVERRIDE"
)
_last = {}


def tell():
    """At the first metrics and at exit; the second time only where something has changed."""
    values = {name: os.environ[name] for name in _VARIABLES.split() if name in os.environ}
    torch = sys.modules.get("torch")
    if torch is not None:
        values.update(_of_torch(torch))
    if process.kind() != "launcher" and values and values != _last:
        _last.update(values)
        spool.tell("determinism", values=values)


def _of_torch(torch):
    cudnn, matmul = torch.backends.cudnn, torch.backends.cuda.matmul
    looks = {
        "torch.deterministic_algorithms": torch.are_deterministic_algorithms_enabled,
        "cudnn.deterministic": lambda: cudnn.deterministic,
        "cudnn.benchmark": lambda: cudnn.benchmark,
        "cudnn.allow_tf32": lambda: _tf32(cudnn.conv if hasattr(cudnn, "conv") else cudnn),
        "matmul.allow_tf32": lambda: _tf32(matmul),
        "float32_matmul_precision": torch.get_float32_matmul_precision,
    }
    return {name: value for name, value in ((name, _asked(look)) for name, look in looks.items()) if value is not None}


def _tf32(place):
    # Since torch 2.9 the older name warns, and raises where a script uses the newer one.
    precision = getattr(place, "fp32_precision", None)
    return place.allow_tf32 if precision is None else precision == "tf32"


def _asked(look):
    try:
        return look()
    except Exception:
        return None
