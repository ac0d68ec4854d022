"""What the process of a run has imported by its end, as the hook's `env` line has it. Imports nothing itself."""

import sys

_NAMES = {"sklearn": "scikit-learn", "PIL": "pillow", "yaml": "PyYAML", "cv2": "opencv-python", "skimage": "scikit-image", "bs4": "beautifulsoup4"}


def env_fields(packages):
    """imported (those that are packages of the interpreter), torch, peak_vram (bytes); None where there is nothing to say."""
    known = {_normal(name): name for name in packages}
    modules = {name.partition(".")[0] for name in list(sys.modules)}
    found = {known.get(_normal(_NAMES.get(module, module))) for module in modules}
    torch = sys.modules.get("torch")
    fields = {"imported": sorted(name for name in found if name) or None}
    if torch is not None and hasattr(torch, "version"):
        fields.update(_torch(torch))
    return fields


def _torch(torch):
    # To ask a device that the program does not use takes memory of it, and forbids it a fork.
    used = torch.cuda.is_available() and torch.cuda.is_initialized()
    said = {"version": str(torch.__version__), "cuda": torch.version.cuda, "hip": getattr(torch.version, "hip", None)}
    if not used:
        return {"torch": {key: value for key, value in said.items() if value is not None}}
    devices = range(torch.cuda.device_count())
    each = [torch.cuda.get_device_properties(at) for at in devices]
    said.update(cudnn=torch.backends.cudnn.version(), gpus=[{"name": one.name, "memory": one.total_memory} for one in each])
    return {"torch": said, "peak_vram": sum(torch.cuda.max_memory_reserved(at) for at in devices)}


def _normal(name):
    return name.replace("_", "-").replace(".", "-").lower()
