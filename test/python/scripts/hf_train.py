"""A Trainer as its own examples write it; it has never heard of git exp. Says at its end what it did, for the test to compare."""

import json
import os
from dataclasses import dataclass, field

import numpy as np
import torch
from texts import LABELS, WORDS, read_csv
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    HfArgumentParser,
    PreTrainedTokenizerFast,
    Trainer,
    TrainingArguments,
    set_seed,
)


@dataclass
class ModelArguments:
    hidden_size: int = field(default=16)
    max_length: int = field(default=8)


class Rows(torch.utils.data.Dataset):
    def __init__(self, path, tokenizer, max_length):
        rows = read_csv(path)
        self.inputs = tokenizer([row["text"] for row in rows], truncation=True, padding="max_length", max_length=max_length)
        self.labels = [row["label"] for row in rows]

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        return {**{key: torch.tensor(value[i]) for key, value in self.inputs.items()}, "labels": torch.tensor(self.labels[i])}


def make_tokenizer():
    words = ["[PAD]", "[UNK]"] + sorted({word for group in WORDS.values() for word in group})
    inner = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    inner.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=inner, pad_token="[PAD]", unk_token="[UNK]", model_max_length=8)


def compute_metrics(prediction):
    guess = np.argmax(prediction.predictions, axis=-1)
    f1 = []
    for label in range(len(LABELS)):
        hit = np.sum((guess == label) & (prediction.label_ids == label))
        f1.append(2 * hit / max(1, np.sum(guess == label) + np.sum(prediction.label_ids == label)))
    return {"accuracy": float(np.mean(guess == prediction.label_ids)), "macro_f1": float(np.mean(f1))}


def main():
    model_args, args = HfArgumentParser((ModelArguments, TrainingArguments)).parse_args_into_dataclasses()
    set_seed(args.seed)
    tokenizer = make_tokenizer()
    train_ds, dev_ds, test_ds = (Rows("data/%s.csv" % name, tokenizer, model_args.max_length) for name in ("train", "dev", "test"))
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=model_args.hidden_size, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=16, num_labels=len(LABELS),
    )
    trainer = Trainer(
        model=BertForSequenceClassification(config), args=args, train_dataset=train_ds, eval_dataset=dev_ds,
        compute_metrics=compute_metrics, processing_class=tokenizer,
    )
    trainer.train()
    dev = trainer.evaluate(dev_ds)
    test = trainer.evaluate(test_ds)
    trainer.save_model()
    trainer.save_state()
    losses = [(entry["step"], entry["loss"]) for entry in trainer.state.log_history if "loss" in entry]
    truth = {"dev": dev, "test": test, "losses": losses, "lr": args.learning_rate, "seed": args.seed, "output": os.path.abspath(args.output_dir)}
    print("TRUTH " + json.dumps(truth))


if __name__ == "__main__":
    main()
