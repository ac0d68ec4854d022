"""A tagger of names, to see what the tokenizer is worth: BiLSTM over the pieces, one label a word, F1 over whole entities."""

import argparse
import json
import os
import random

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

TAGS = ["O"] + [prefix + kind for kind in ("LOC", "ORG", "PER") for prefix in ("B-", "I-")]
IGNORE = -100


def read_rows(path):
    with open(path) as file:
        return [json.loads(line) for line in file]


def make_tokenizer(name, rows):
    if name == "word":
        tokenizer, trainer = Tokenizer(models.WordLevel(unk_token="[UNK]")), trainers.WordLevelTrainer(special_tokens=["[PAD]", "[UNK]"])
    else:
        tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
        trainer = trainers.BpeTrainer(vocab_size=160, special_tokens=["[PAD]", "[UNK]"], show_progress=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.train_from_iterator([" ".join(row["tokens"]) for row in rows], trainer)
    return tokenizer


def encode(rows, tokenizer, max_length):
    ids, labels = [], []
    for row in rows:
        coded = tokenizer.encode(row["tokens"], is_pretokenized=True)
        firsts = [i == 0 or word != coded.word_ids[i - 1] for i, word in enumerate(coded.word_ids)]
        tags = [TAGS.index(row["tags"][word]) if first else IGNORE for word, first in zip(coded.word_ids, firsts)]
        pad = max_length - len(coded.ids)
        ids.append(coded.ids[:max_length] + [0] * pad)
        labels.append(tags[:max_length] + [IGNORE] * pad)
    return torch.tensor(ids), torch.tensor(labels)


class Tagger(torch.nn.Module):
    def __init__(self, size, width):
        super().__init__()
        self.embed = torch.nn.Embedding(size, width, padding_idx=0)
        self.lstm = torch.nn.LSTM(width, width, batch_first=True, bidirectional=True)
        self.out = torch.nn.Linear(2 * width, len(TAGS))

    def forward(self, ids):
        return self.out(self.lstm(self.embed(ids))[0])


def entities(tags):
    found, start = set(), None
    for i, tag in enumerate(tags + ["O"]):
        if start is not None and tag != "I-" + tags[start][2:]:
            found.add((start, i, tags[start][2:]))
            start = None
        if tag.startswith("B-"):
            start = i
    return found


def f1(hits, guessed, true):
    return 2 * hits / (guessed + true) if guessed + true else 0.0


def evaluate(model, ids, labels):
    with torch.no_grad():
        guesses = model(ids).argmax(-1)
    counts = {kind: [0, 0, 0] for kind in ("LOC", "ORG", "PER")}
    for guess, label in zip(guesses, labels):
        known = label != IGNORE
        guess, label = ([TAGS[i] for i in row[known].tolist()] for row in (guess, label))
        got, true = entities(guess), entities(label)
        for kind, count in counts.items():
            for i, group in enumerate((got & true, got, true)):
                count[i] += sum(entity[2] == kind for entity in group)
    scores = {"micro_f1": f1(*map(sum, zip(*counts.values())))}
    scores["entity_f1"] = {kind: f1(*count) for kind, count in counts.items()}
    return scores


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokenizer", choices=["word", "subword"], default="word")
    parser.add_argument("--lr", type=float, default=1e-2)
    parser.add_argument("--batch_size", type=int, default=16)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--max_length", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default="out/ner")
    args = parser.parse_args()

    random.seed(args.seed)
    torch.manual_seed(args.seed)
    train, dev, test = (read_rows("data/ner/%s.jsonl" % name) for name in ("train", "dev", "test"))
    tokenizer = make_tokenizer(args.tokenizer, train)
    ids, labels = encode(train, tokenizer, args.max_length)
    model = Tagger(tokenizer.get_vocab_size(), 32)
    optimizer = torch.optim.Adam(model.parameters(), lr=args.lr)
    for epoch in range(args.epochs):
        total = 0.0
        for batch in torch.randperm(len(ids)).split(args.batch_size):
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(ids[batch]).transpose(1, 2), labels[batch], ignore_index=IGNORE)
            loss.backward()
            optimizer.step()
            total += loss.item()
        print("epoch %d  loss %.4f" % (epoch + 1, total / (len(ids) / args.batch_size)))

    scores = {name: evaluate(model, *encode(rows, tokenizer, args.max_length)) for name, rows in (("dev", dev), ("test", test))}
    print(json.dumps(scores, indent=2))
    os.makedirs(args.out, exist_ok=True)
    torch.save(model.state_dict(), os.path.join(args.out, "model.pt"))
    tokenizer.save(os.path.join(args.out, "tokenizer.json"))
    with open(os.path.join(args.out, "metrics.json"), "w") as file:
        json.dump(scores, file, indent=2)


if __name__ == "__main__":
    main()
