"""TensorBoard writers: torch's, tensorboardX's, `tf.summary`."""

from .. import patch, spool
from . import common


@patch.when_imported("torch.utils.tensorboard.writer", "tensorboardX.writer")
def _writer(module):
    kind = module.SummaryWriter
    patch.wrap(kind, "add_scalar", before=_scalar)
    common.mute(kind, "add_scalars", before=_scalars)
    common.mute(kind, "add_hparams", before=_hparams)


@patch.when_imported("tensorboard.plugins.scalar.summary_v2")
def _summary(module):
    patch.wrap(module, "scalar", before=_tensorflow)


def heard_already():
    """Written by a framework whose own listener has told it."""
    return common.muted() or common.called_through(("transformers.integrations", "keras.", "tensorflow.python.keras", "tf_keras."))


def _tell(values, step):
    values = spool.numbers(values)
    step = spool.as_number(step)
    if values and not heard_already():
        spool.tell("metrics", source="tensorboard", values=values, step=int(step) if step is not None else None)


def _given(names, args, kwargs):
    return dict(zip(names, args[1:]), **kwargs)


def _scalar(args, kwargs):
    given = _given(("tag", "scalar_value", "global_step"), args, kwargs)
    _tell({given.get("tag"): given.get("scalar_value")}, given.get("global_step"))


def _scalars(args, kwargs):
    given = _given(("main_tag", "tag_scalar_dict", "global_step"), args, kwargs)
    values = {"%s/%s" % (given.get("main_tag"), key): value for key, value in (given.get("tag_scalar_dict") or {}).items()}
    _tell(values, given.get("global_step"))


def _hparams(args, kwargs):
    given = _given(("hparam_dict", "metric_dict"), args, kwargs)
    values = {key: value for key, value in (given.get("hparam_dict") or {}).items() if common.simple(spool.plain(value))}
    if values and not heard_already():
        spool.tell("params", source="tensorboard", values=values)
    _tell(given.get("metric_dict") or {}, given.get("global_step"))


def _tensorflow(args, kwargs):
    given = dict(zip(("name", "data", "step"), args), **kwargs)
    _tell({given.get("name"): given.get("data")}, given.get("step"))
