"""Readers and writers that open files natively, where no audit event is raised (measured; see python/tests/test_natives.py)."""

from . import opens
from .patch import around, guarded, when_imported, wrap

# module -> (name in it, position of the path, its keyword, mode, via). A method's position counts `self`.
_OPENERS = {
    "torch.serialization": [("save", 1, "f", "w", "torch.save")],
    "torch.jit._serialization": [("save", 1, "f", "w", "torch.jit.save"), ("load", 0, "f", "r", "torch.jit.load")],
    "safetensors": [("serialize_file", 1, "filename", "w", "safetensors")],
    "tokenizers": [("Tokenizer.from_file", 0, "path", "r", "tokenizers"), ("Tokenizer.save", 1, "path", "w", "tokenizers")],
    "sentencepiece": [("SentencePieceProcessor.LoadFromFile", 1, "arg", "r", "sentencepiece")],
    "pandas.io.parquet": [("read_parquet", 0, "path", "r", "pandas"), ("to_parquet", 1, "path", "w", "pandas")],
    "pyarrow": [("memory_map", 0, "path", "r", "pyarrow"), ("input_stream", 0, "source", "r", "pyarrow")],
    "pyarrow.parquet.core": [
        ("ParquetFile.__init__", 1, "source", "r", "pyarrow"),
        ("read_table", 0, "source", "r", "pyarrow"),
        ("ParquetDataset.__init__", 1, "path_or_paths", "r", "pyarrow"),
        ("ParquetWriter.__init__", 1, "where", "w", "pyarrow"),
        ("write_to_dataset", 1, "root_path", "w", "pyarrow"),
    ],
    "pyarrow.dataset": [("dataset", 0, "source", "r", "pyarrow"), ("write_dataset", 1, "base_dir", "w", "pyarrow")],
    "pyarrow.csv": [("read_csv", 0, "input_file", "r", "pyarrow"), ("open_csv", 0, "input_file", "r", "pyarrow"), ("write_csv", 1, "output_file", "w", "pyarrow")],
    "pyarrow.json": [("read_json", 0, "input_file", "r", "pyarrow"), ("open_json", 0, "input_file", "r", "pyarrow")],
    "pyarrow.orc": [("ORCFile.__init__", 1, "source", "r", "pyarrow"), ("ORCWriter.__init__", 1, "where", "w", "pyarrow")],
    "pyarrow.feather": [("read_table", 0, "source", "r", "pyarrow"), ("read_feather", 0, "source", "r", "pyarrow"), ("write_feather", 1, "dest", "w", "pyarrow")],
    "cv2": [("imread", 0, "filename", "r", "cv2"), ("imwrite", 0, "filename", "w", "cv2")],
}


def _listen(module, table):
    @when_imported(module)
    def patch(loaded):
        for name, position, keyword, mode, via in table:
            owner, _, last = name.rpartition(".")
            _wrap(getattr(loaded, owner, None) if owner else loaded, last, position, keyword, mode, via)


def _wrap(owner, name, position, keyword, mode, via):
    """Reads are told before, writes when they have been done; the folder that a write makes is there then."""
    if owner is None:
        return

    def look(args, kwargs):
        path = args[position] if len(args) > position else kwargs.get(keyword)
        opens.opened(path, mode, via)

    if mode == "r":
        wrap(owner, name, before=look)
    else:
        wrap(owner, name, after=lambda result, args, kwargs, seen: look(args, kwargs))


@when_imported("safetensors")
def _safetensors(safetensors):
    def make(original):
        def init(self, *args, **kwargs):
            guarded("safe_open", lambda: opens.opened(args[0] if args else kwargs.get("filename"), "r", "safetensors"))
            # A native class has made all of itself before; what it inherits from `object` takes no arguments.
            if original is not object.__init__:
                original(self, *args, **kwargs)

        return init

    around(safetensors.safe_open, "__init__", make)


@when_imported("polars")
def _polars(polars):
    for name in [name for name in dir(polars) if name.startswith(("read_", "scan_"))]:
        _wrap(polars, name, 0, "source", "r", "polars")
    for owner, prefix in ((polars.DataFrame, "write_"), (polars.LazyFrame, "sink_")):
        for name in [name for name in dir(owner) if name.startswith(prefix)]:
            _wrap(owner, name, 1, "file" if prefix == "write_" else "path", "w", "polars")


@when_imported("h5py._hl.files")
def _hdf5(files):
    def look(result, args, kwargs, seen):
        name, mode = (list(args[1:3]) + [None, None])[:2]
        mode = mode or kwargs.get("mode") or "r"
        for letter in {"r": "r", "r+": "rw", "a": "a"}.get(mode, "w"):
            opens.opened(name if name is not None else kwargs.get("name"), letter, "h5py")

    wrap(files.File, "__init__", after=look)


for _module, _table in _OPENERS.items():
    _listen(_module, _table)
