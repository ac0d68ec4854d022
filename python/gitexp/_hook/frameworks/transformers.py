"""Hugging Face Trainer (and what inherits from it): params, logs, evaluations; models and tokenizers that were loaded."""

import dataclasses
import functools
import os
import re
import weakref

from .. import patch, spool
from . import common

SOURCE = "transformers.TrainingArguments"
_ALWAYS = """learning_rate num_train_epochs max_steps per_device_train_batch_size gradient_accumulation_steps weight_decay warmup_ratio
 warmup_steps lr_scheduler_type optim seed data_seed max_grad_norm fp16 bf16 label_smoothing_factor load_best_model_at_end
 metric_for_best_model greater_is_better""".split()
_NEVER = re.compile(
    r"token$|^(hub|push_to_hub|logging|log_level|report_to|run_name|disable_tqdm|local_rank|output_dir|overwrite_output_dir|resume_from)|_dir$"
    r"|^(accelerator_config|fsdp|deepspeed|parallelism_config|distributed_state|project|trackio)|^_"
)
_SIZES = """model_type num_labels problem_type vocab_size hidden_size num_hidden_layers num_attention_heads num_key_value_heads head_dim
 intermediate_size max_position_embeddings d_model d_ff d_kv num_layers num_decoder_layers num_heads encoder_layers decoder_layers n_layer
 n_head n_embd n_layers n_heads n_positions dim hidden_dim embedding_size num_experts num_local_experts num_experts_per_tok hidden_dropout_prob
 attention_probs_dropout_prob classifier_dropout dropout dropout_rate attention_dropout layer_norm_eps tie_word_embeddings""".split()
_described = weakref.WeakSet()
_PEFT = "peft_type task_type r lora_alpha lora_dropout target_modules bias base_model_name_or_path num_virtual_tokens".split()


@patch.when_imported("transformers.trainer_callback")
def _callbacks(module):
    patch.wrap(module.CallbackHandler, "on_log", before=_logged)


@patch.when_imported("transformers.trainer")
def _trainer(module):
    common.span(module.Trainer, "train", _train, _trained)
    patch.wrap(module.Trainer, "_load_best_model", before=_best_there, after=_best_loaded)
    patch.wrap(module.Trainer, "_load_from_checkpoint", before=_resumed)
    _evaluating(module.Trainer)
    # A class of the script's own may evaluate without calling what it inherits.
    patch.wrap(module.Trainer, "__init__", before=lambda args, kwargs: [_evaluating(kind) for kind in type(args[0]).__mro__])


def _evaluating(kind):
    for name, prefix in (("evaluate", "eval"), ("predict", "test")):
        if name in kind.__dict__:
            common.span(kind, name, functools.partial(_evaluate, kind.__dict__[name], name, prefix), _evaluated)


# Training.


def _train(args, kwargs):
    trainer = args[0]
    trial = kwargs.get("trial", args[2] if len(args) > 2 else None)
    job = spool.begin_job("transformers", number=getattr(trial, "number", None))
    common.stack("trainings").append({"trainer": trainer, "job": job})
    common.remember_job(trainer, job)
    common.remember_job(trainer.__dict__.get("model"), job)
    common.safely("transformers.params", _arguments, trainer.args)
    common.safely("transformers.describe", _describe, trainer)
    return job


def _trained(result, error, args, kwargs, job):
    if job is None:
        return
    trainer = args[0]
    trainings = common.stack("trainings")
    mine = next((item for item in trainings if item["job"] == job), {})
    trainings[:] = [item for item in trainings if item["job"] != job]
    common.remember_job(trainer.__dict__.get("model"), job)
    spool.end_job(job, status=common.failed(error), best=common.safely("transformers.best", _best, trainer, mine.get("loaded", False)))


def _best(trainer, loaded):
    state, metric = trainer.state, trainer.args.metric_for_best_model
    if state.best_metric is None or not metric:
        return None
    step = getattr(state, "best_global_step", None)
    if not step:
        found = re.search(r"checkpoint-(\d+)$", str(state.best_model_checkpoint or "").rstrip("/\\"))
        step = int(found.group(1)) if found else None
    metric = metric if metric.startswith("eval_") else "eval_" + metric
    best = {"metric": metric, "value": spool.as_number(state.best_metric), "loaded": loaded}
    return dict(best, step=step) if step else best


def _best_there(args, kwargs):
    folder = args[0].state.best_model_checkpoint
    names = os.listdir(folder) if folder and os.path.isdir(folder) else []
    return any(re.search(r"\.(safetensors|bin)(\.index\.json)?$", name) or name.startswith(("global_step", "pytorch_model")) for name in names)


def _best_loaded(result, args, kwargs, there):
    for item in common.stack("trainings"):
        if item["trainer"] is args[0] and there:
            item["loaded"] = True


def _resumed(args, kwargs):
    path = args[1] if len(args) > 1 else kwargs.get("resume_from_checkpoint")
    if isinstance(path, str):
        spool.tell("hub", kind="checkpoint", name=os.path.abspath(path), local=True)


def _logged(args, kwargs):
    handler, arguments, state = args[:3]
    logs = kwargs.get("logs", args[4] if len(args) > 4 else None) or {}
    evaluations = common.stack("evaluations")
    if evaluations:
        evaluations[-1]["logged"].update(logs)
        return
    values = {key: value for key, value in logs.items() if key not in ("epoch", "step")}
    trainings = common.stack("trainings")
    job = {"job": trainings[-1]["job"]} if trainings else {}
    for split in ("eval", "test", None):
        mine = {key: values.pop(key) for key in list(values) if split is None or key.startswith(split + "_")}
        _tell(mine, "transformers.log", split or "train", state, None, **job)


def _tell(values, source, split, state, data, **job):
    values = spool.numbers(values)
    if values:
        step = int(state.global_step) if state is not None else None
        epoch = state.epoch if state is not None else None
        spool.tell("metrics", source=source, values=values, step=step, epoch=epoch, split=split, data=data, **job)


# Evaluation.


def _evaluate(original, name, prefix, args, kwargs):
    trainer = args[0]
    given = common.bound(original, args, kwargs)
    data = given.get("eval_dataset" if name == "evaluate" else "test_dataset")
    if isinstance(data, str):
        data = trainer.eval_dataset.get(data) if isinstance(trainer.eval_dataset, dict) else None
    elif data is None and "eval_dataset" in given:
        data = trainer.eval_dataset
    return _enter(trainer, "transformers." + name, given.get("metric_key_prefix") or prefix, data)


def _enter(trainer, source, split, data):
    training = any(item["trainer"] is trainer for item in common.stack("trainings"))
    state = trainer.state if training else None
    evaluation = {
        "source": source,
        "split": split,
        "several": isinstance(data, dict),
        "logged": {},
        "told": False,
        # Afterwards the model is the last or the best one: no point of a curve.
        "state": state,
        "silent": bool(getattr(trainer.args, "batch_eval_metrics", False)),
    }
    if not evaluation["several"]:
        evaluation["data"] = common.data_of(data)
        job = common.recalled_job(trainer) or common.job_for(trainer.__dict__.get("model"), "transformers")
        evaluation["job"] = {"job": job} if job else {}
        if not training and common.recalled_job(trainer) is None:
            if trainer.__dict__.get("model") not in _described:
                _described.add(trainer.model)
                common.safely("transformers.describe", _describe, trainer, **evaluation["job"])
    common.stack("evaluations").append(evaluation)
    return evaluation


def _evaluated(result, error, args, kwargs, evaluation):
    evaluations = common.stack("evaluations")
    if not any(item is evaluation for item in evaluations):
        return
    while evaluations.pop() is not evaluation:
        pass
    if evaluations:
        # What calls this one (a subclass, a dict of data sets) has nothing more to say.
        evaluations[-1]["told"] = True
    if error is not None or evaluation["told"] or evaluation["several"]:
        return
    metrics = getattr(result, "metrics", result)
    values = dict(evaluation["logged"], **metrics) if isinstance(metrics, dict) else dict(evaluation["logged"])
    values = {key: value for key, value in values.items() if key not in ("epoch", "step")}
    _tell(values, evaluation["source"], evaluation["split"], evaluation["state"], evaluation.get("data"), **evaluation["job"])


# What is trained.


def _arguments(args):
    values = {}
    for field in dataclasses.fields(args):
        value = getattr(args, field.name, None)
        if _NEVER.search(field.name):
            continue
        if field.name in _ALWAYS or not _same(value, _default(field)):
            value = spool.plain(value)
            if common.simple(value):
                values[field.name] = value
    spool.tell("params", source=SOURCE, values=values)


def _default(field):
    if field.default is not dataclasses.MISSING:
        return field.default
    return field.default_factory() if field.default_factory in (dict, list) else None


def _same(value, default):
    value, default = (None if item in ({}, [], "") else spool.plain(item) for item in (value, default))
    return value == default


def _describe(trainer, **job):
    model = trainer.__dict__.get("model")
    config = getattr(model, "config", None)
    if config is not None and hasattr(config, "model_type"):
        values = {"class": type(model).__name__, "_name_or_path": getattr(config, "_name_or_path", None) or None}
        values.update((key, getattr(config, key, None)) for key in _SIZES)
        _params(values, "model", **job)
    for peft in list((getattr(model, "peft_config", None) or {}).values())[:1]:
        _params({key: getattr(peft, key, None) for key in _PEFT}, "peft", **job)
    tokenizer = trainer.__dict__.get("processing_class") or trainer.__dict__.get("tokenizer")
    if tokenizer is not None and hasattr(tokenizer, "name_or_path"):
        length = getattr(tokenizer, "model_max_length", None)
        values = {"class": type(tokenizer).__name__, "name_or_path": tokenizer.name_or_path or None, "is_fast": getattr(tokenizer, "is_fast", None)}
        _params(dict(values, model_max_length=length if isinstance(length, int) and length < 10**9 else None), "tokenizer", **job)


def _params(values, model, **job):
    values = {key: spool.plain(value) for key, value in values.items() if value is not None}
    spool.tell("params", source="transformers", values={key: value for key, value in values.items() if common.simple(value)}, model=model, **job)


# What is loaded.


@patch.when_imported("transformers.modeling_utils")
def _models(module):
    patch.wrap(module.PreTrainedModel, "from_pretrained", after=lambda result, args, kwargs, seen: _loaded("model", result, args, kwargs))


@patch.when_imported("transformers.tokenization_utils_base")
def _tokenizers(module):
    kind = module.PreTrainedTokenizerBase
    patch.wrap(kind, "from_pretrained", after=lambda result, args, kwargs, seen: _loaded("tokenizer", result, args, kwargs))


@patch.when_imported("transformers.configuration_utils")
def _configs(module):
    for name in ("PreTrainedConfig", "PretrainedConfig"):
        kind = getattr(module, name, None)
        if kind is not None:
            patch.wrap(kind, "from_pretrained", after=_config_loaded)


@patch.when_imported("transformers.models.auto.configuration_auto")
def _auto_config(module):
    patch.wrap(module.AutoConfig, "from_pretrained", after=_config_loaded)


def _config_loaded(result, args, kwargs, seen):
    if common.called_by_user():
        _loaded("config", result, args, kwargs)


def _loaded(kind, result, args, kwargs):
    name = kwargs.get("pretrained_model_name_or_path", args[1] if len(args) > 1 else None)
    if not isinstance(name, (str, os.PathLike)):
        return
    name = os.fspath(name)
    if isinstance(result, tuple):
        result = result[0]
    local = os.path.exists(name)
    if kind == "model" and local and os.path.exists(os.path.join(name, "trainer_state.json")):
        kind = "checkpoint"
    revision = None if local else _commit(result, kwargs)
    spool.tell("hub", kind=kind, name=os.path.abspath(name) if local else name, revision=revision, local=True if local else None)


def _commit(result, kwargs):
    config = getattr(result, "config", result)
    for found in (getattr(config, "_commit_hash", None), kwargs.get("_commit_hash")):
        if isinstance(found, str):
            return found
    files = [value for value in (getattr(result, "init_kwargs", None) or {}).values() if isinstance(value, str)]
    files += [getattr(result, "vocab_file", None)]
    found = re.search(r"[\\/]snapshots[\\/]([0-9a-f]{40})[\\/]", "\n".join(str(file) for file in files))
    return found.group(1) if found else None
