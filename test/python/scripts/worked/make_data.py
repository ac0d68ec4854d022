"""Made-up texts, the same every time: tweets and support emails with a sentiment, and sentences with names."""

import csv
import json
import os
import random

FILLERS = "the a my this that for with and it is on at we you so just".split()
CUES = {
    "tweets": {
        "negative": "hate awful worst broken problem angry delay refund sad slow".split(),
        "neutral": "today meeting station weather monday reading bus schedule photo street".split(),
        "positive": "love great thanks happy best perfect please enjoy fast nice".split(),
    },
    # A neutral mail is polite about a problem: neither mood, but full of words that are one in a tweet.
    "support_emails": {
        "negative": "awful worst angry hate refund invoice broken order".split(),
        "neutral": "thanks please problem delay order invoice ticket slow refund fast".split(),
        "positive": "love great perfect happy best nice order ticket".split(),
    },
}
SIZES = {"train": 900, "dev": 150, "test": 150}


def sentiment(domain, split):
    draw = random.Random("%s %s" % (domain, split))
    labels = sorted(CUES[domain])
    for i in range(SIZES[split]):
        label = labels[i % 3]
        other = draw.choice(labels)
        words = [draw.choice(CUES[domain][label if draw.random() < 0.8 else other]) for _ in range(5)]
        words += [draw.choice(FILLERS) for _ in range(draw.randint(2, 6))]
        draw.shuffle(words)
        yield {"id": "%s-%s-%03d" % (domain, split, i), "text": " ".join(words), "label": label}


STEMS = "bra den fal gor hin kel lam mor nol pir ras sel tov und ver wes".split()
ENDINGS = {"ORG": ["corp", "tech", "soft", "bank"], "PER": ["son", "sen", "man", "ova"], "LOC": ["burg", "ville", "ford", "stad"]}
PATTERNS = [
    "PER works for ORG in LOC", "ORG opens an office in LOC", "PER met PER near LOC", "shares of ORG fell on monday",
    "LOC expects PER this week", "PER left ORG", "the mayor of LOC thanked ORG",
]


def sentences(split, count):
    draw = random.Random("ner %s" % split)
    for _ in range(count):
        tokens, tags = [], []
        for word in draw.choice(PATTERNS).split():
            if word not in ENDINGS:
                tokens.append(word)
                tags.append("O")
                continue
            stem = "".join(draw.choice(STEMS) for _ in range(2))
            tokens.append((stem + draw.choice(ENDINGS[word])).capitalize())
            tags.append("B-" + word)
            if draw.random() < 0.4:
                tokens.append((draw.choice(STEMS) + draw.choice(ENDINGS[word])).capitalize())
                tags.append("I-" + word)
        yield {"tokens": tokens, "tags": tags}


def main():
    for domain in CUES:
        os.makedirs("data/" + domain, exist_ok=True)
        for split in SIZES:
            with open("data/%s/%s.csv" % (domain, split), "w", newline="") as file:
                writer = csv.DictWriter(file, ["id", "text", "label"], lineterminator="\n")
                writer.writeheader()
                writer.writerows(sentiment(domain, split))
    os.makedirs("data/ner", exist_ok=True)
    for split, count in (("train", 160), ("dev", 80), ("test", 80)):
        with open("data/ner/%s.jsonl" % split, "w") as file:
            for row in sentences(split, count):
                file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
