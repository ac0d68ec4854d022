"""Trains a small DistilBERT on texts with a sentiment, and reports on dev and test."""

import argparse
import os

import pandas as pd
import torch
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix, f1_score
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import (
    DistilBertConfig,
    DistilBertForSequenceClassification,
    PreTrainedTokenizerFast,
    Trainer,
    TrainingArguments,
    set_seed,
)

LABELS = ["negative", "neutral", "positive"]


class Texts(torch.utils.data.Dataset):
    def __init__(self, frame, tokenizer, max_length):
        self.inputs = tokenizer(list(frame.text), truncation=True, padding="max_length", max_length=max_length)
        self.labels = [LABELS.index(label) for label in frame.label]

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        return {**{key: torch.tensor(value[i]) for key, value in self.inputs.items()}, "labels": self.labels[i]}


def make_tokenizer(texts, max_length):
    words = ["[PAD]", "[UNK]"] + sorted({word for text in texts for word in text.split()})
    inner = Tokenizer(models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    inner.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=inner, pad_token="[PAD]", unk_token="[UNK]", model_max_length=max_length)


def compute_metrics(prediction):
    pred = prediction.predictions.argmax(-1)
    return {"accuracy": accuracy_score(prediction.label_ids, pred), "macro_f1": f1_score(prediction.label_ids, pred, average="macro")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default="data/tweets")
    parser.add_argument("--eval_data", help="where dev and test are from, if not from --data")
    parser.add_argument("--output_dir", default="out/sentiment")
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--batch_size", type=int, default=32)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--max_length", type=int, default=16)
    parser.add_argument("--seed", type=int, default=42)
    args = parser.parse_args()

    set_seed(args.seed)
    train = pd.read_csv(os.path.join(args.data, "train.csv"))
    dev, test = (pd.read_csv(os.path.join(args.eval_data or args.data, name + ".csv")) for name in ("dev", "test"))
    tokenizer = make_tokenizer(train.text, args.max_length)
    train_ds, dev_ds, test_ds = (Texts(frame, tokenizer, args.max_length) for frame in (train, dev, test))
    config = DistilBertConfig(
        vocab_size=len(tokenizer), dim=32, hidden_dim=64, n_layers=1, n_heads=2, max_position_embeddings=32, initializer_range=0.1,
        num_labels=len(LABELS), id2label=dict(enumerate(LABELS)), label2id={label: i for i, label in enumerate(LABELS)},
    )
    trainer = Trainer(
        model=DistilBertForSequenceClassification(config),
        args=TrainingArguments(
            output_dir=args.output_dir, learning_rate=args.lr, per_device_train_batch_size=args.batch_size,
            per_device_eval_batch_size=64, num_train_epochs=args.epochs, seed=args.seed, logging_steps=5, eval_strategy="epoch",
            save_strategy="epoch", save_total_limit=1, load_best_model_at_end=True, metric_for_best_model="macro_f1",
            report_to="none", use_cpu=True, disable_tqdm=True,
        ),
        train_dataset=train_ds,
        eval_dataset=dev_ds,
        compute_metrics=compute_metrics,
        processing_class=tokenizer,
    )
    trainer.train()
    trainer.save_model()

    y_dev, y_test = dev.label, test.label
    dev_pred = [LABELS[i] for i in trainer.predict(dev_ds).predictions.argmax(-1)]
    test_pred = [LABELS[i] for i in trainer.predict(test_ds).predictions.argmax(-1)]
    print(classification_report(y_dev, dev_pred))
    print(classification_report(y_test, test_pred))
    print(confusion_matrix(y_test, test_pred))
    test["prediction"] = test_pred
    test.to_csv(os.path.join(args.output_dir, "predictions.csv"), index=False)
    test[test.label != test.prediction].to_csv(os.path.join(args.output_dir, "errors.csv"), index=False)


if __name__ == "__main__":
    main()
