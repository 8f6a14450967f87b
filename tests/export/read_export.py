#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Would the system that an export is for read it?

read_export.py FORMAT FILE...: reads as strictly as that system does, and prints what it found:
"point<TAB>unit<TAB>value" or "point<TAB>status", sorted. Written from the rules of each format.
Leaves with 1 at the first thing that is wrong, with 77 where a module is not there.
"""

import csv
import datetime
import decimal
import json
import os
import re
import sys


def refuse(what, where=""):
    sys.exit("read_export.py: %s: %s" % (what, where))


def require(fact, what, where=""):
    if not fact:
        refuse(what, where)


def number(text):
    require(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?", text), "no number", text)
    return float(text)


# Documentation/dev-tools/ktap.rst, and what tools/testing/kunit/kunit_parser.py takes.
def read_ktap(lines, indent=""):
    found = []
    require(lines.pop(0) == indent + "KTAP version 1", "no version line")
    while lines[0].startswith(indent + "# "):
        lines.pop(0)
    plan = re.fullmatch(indent + r"1\.\.([0-9]+)", lines.pop(0))
    require(plan, "no plan")
    for expected in range(1, int(plan[1]) + 1):
        notes = []
        while re.match(indent + "( +KTAP| *#)", lines[0]):
            if "KTAP" in lines[0]:
                found += read_ktap(lines, indent + "  ")
            else:
                notes.append(lines.pop(0))
        line = lines.pop(0)
        skip = re.fullmatch(indent + r"(ok|not ok) ([0-9]+) (- )?(.*) # SKIP(.*)", line)
        result = re.fullmatch(indent + r"(ok|not ok) ([0-9]+) (- )?([^#]*)( # .*)?", line)
        require(result and int(result[2]) == expected, "no result %d" % expected, line)
        if not indent:
            continue
        name = (skip or result)[4].strip()
        figures = [re.match(r" *# (\S+) (\S+)/(page|call),", note) for note in notes]
        word = "skip" if skip else "pass" if result[1] == "ok" else "fail"
        if word != "pass":
            require(not any(figures), "a figure of what did not pass", line)
            found.append((name, word))
        found += [(name, "%s/%s" % (f[2], f[3]), number(f[1])) for f in figures if f]
    return found


# The dispatcher's test shell: its pattern, its split at blanks, its one '=' a part.
def read_lava(lines):
    found, seen = [], set()
    for line in lines:
        signals = re.findall(r"<LAVA_SIGNAL_(\S+) ([^>]+)>", line)
        require(len(signals) == line.count("<"), "a signal that is none", line)
        for name, rest in signals:
            if name == "TESTSET":
                require(re.fullmatch(r"START [\w.+-]+|STOP", rest), "no test set", line)
                continue
            require(name == "TESTCASE", "no such signal", line)
            parts = [part.split("=") for part in rest.split()]
            require(all(len(part) == 2 for part in parts), "malformed part", line)
            signal = dict(parts)
            case = signal["TEST_CASE_ID"]
            require(re.fullmatch(r"[A-Za-z0-9_.-]+", case), "no id", case)
            require(case not in seen, "seen before", case)
            seen.add(case)
            require(signal["RESULT"] in ("pass", "fail", "skip", "unknown"), "no result", line)
            if "MEASUREMENT" in signal:
                value = decimal.Decimal(signal["MEASUREMENT"])
                require(value.as_tuple().exponent >= -10, "too many decimals", line)
                found.append((case, signal["UNITS"], float(value)))
            else:
                found.append((case, signal["RESULT"]))
    return found


def influx_part(text, at, ends):
    part = ""
    while at < len(text) and text[at] not in ends:
        if text[at] == "\\" and text[at + 1 : at + 2] in (" ", ",", "="):
            at += 1
        part += text[at]
        at += 1
    require(part, "empty key or value", text)
    return part, at


def influx_string(text, at):
    part = ""
    at += 1
    while text[at] != '"':
        if text[at] == "\\":
            at += 1
            require(text[at] in '"\\', "no escape", text)
        part += text[at]
        at += 1
    return part, at + 1


# The line protocol: measurement,tags fields time.
def read_influx(lines):
    found = []
    for line in lines:
        name, at = influx_part(line, 0, ", ")
        require(name == "ptebench", "no measurement", line)
        tags, fields = [], {}
        while line[at] == ",":
            key, at = influx_part(line, at + 1, "=, ")
            require(line[at] == "=", "a tag without a value", line)
            value, at = influx_part(line, at + 1, "=, ")
            require(line[at] != "=", "a bare =", line)
            tags.append((key, value))
        keys = [key for key, value in tags]
        require(keys == sorted(set(keys)), "tags are not sorted, or stand twice", line)
        require(line[at] == " ", "no fields", line)
        while line[at] != " " or not fields:
            key, at = influx_part(line, at + 1, "=, ")
            require(line[at] == "=" and key not in fields, "no field", line)
            if line[at + 1] == '"':
                fields[key], at = influx_string(line, at + 1)
            else:
                value, at = influx_part(line, at + 1, ", ")
                fields[key] = int(value[:-1]) if value.endswith("i") else number(value)
        require(re.fullmatch(r" [0-9]{19}", line[at:]), "no time in ns", line)
        point = dict(tags)["point"]
        if fields["status"] != "ok":
            found.append((point, fields["status"]))
        for unit in ("ns", "instructions", "instructions_kernel", "cycles_kernel"):
            if unit in fields:
                found.append((point, "%s/%s" % (unit, dict(tags)["per"]), fields[unit]))
    return found


# Otava: csv.reader; each cell of a metric is a float, and the time a date.
def read_otava(lines):
    rows = list(csv.reader(lines, strict=True))
    head, found, times = rows[0], [], []
    require(head[:2] == ["time", "commit"] and len(set(head)) == len(head), "no header", head)
    for row in rows[1:]:
        require(len(row) == len(head), "cells", row)
        times.append(datetime.datetime.fromisoformat(row[0]))
        require(times[-1].tzinfo, "a time without a zone", row[0])
        for name, cell in list(zip(head, row))[4:]:
            point, unit = name.rsplit(".", 1)
            found.append((point, unit.replace("_per_", "/"), number(cell)))
    require(times == sorted(times), "rows are not by time")
    return found


# What compare.py's report.py takes from a file: it must be there, or must not be looked at.
def read_google_benchmark(text):
    data, found = json.loads(text), []
    require(data["context"]["library_build_type"] == "release", "no context")
    for entry in data["benchmarks"]:
        entry["name"], entry["time_unit"]  # looked at in all
        if entry.get("run_type") == "aggregate":
            if entry.get("error_occurred"):
                require("real_time" not in entry and entry["time_unit"] != "ns", "a pair", entry)
                found.append((entry["name"], entry["error_message"].split(":")[0]))
            continue
        require(entry["real_time"] > 0 and entry["cpu_time"] > 0, "no time", entry)
        require(entry["time_unit"] in ("s", "ms", "us", "ns"), "no unit", entry)
        require(entry["repetition_index"] < entry["repetitions"], "no repetition", entry)
        require(entry["iterations"] > 0, "no iterations", entry)
        found.append((entry["run_name"], entry["label"], entry["real_time"]))
    return found


def read_lkp(folder):
    found = []
    for label in sorted(os.listdir(folder)):
        with open(os.path.join(folder, label, "matrix.json"), encoding="ascii") as file:
            matrix = json.load(file)
        sources = matrix.pop("stats_source")
        for at, source in enumerate(sources):
            with open(os.path.join(folder, label, source), encoding="ascii") as file:
                stats = json.load(file)
            for key, value in stats.items():
                require(isinstance(value, (int, float)), "no number", key)
                if key in matrix:
                    require(matrix[key][at] == value, "another value in the matrix", key)
                point, unit = key.removeprefix("ptebench.").rsplit(".", 1)
                if unit in ("skip", "fail"):
                    found.append((point, unit))
                else:
                    found.append((point, unit.replace("_per_", "/"), value))
        for key, column in matrix.items():
            require(len(column) == len(sources), "a column that is too short", key)
    return found


def read_kcidb(text, schema):
    try:
        import jsonschema
    except ImportError:
        print("no jsonschema for Python: runner/setup.sh test installs it")
        sys.exit(77)
    report, found = json.loads(text), []
    with open(schema, encoding="ascii") as file:
        jsonschema.Draft202012Validator(json.load(file)).validate(report)
    ids = [item["id"] for kind in ("checkouts", "builds", "tests") for item in report[kind]]
    require(len(ids) == len(set(ids)), "an id stands twice")
    for item in report["builds"] + report["tests"]:
        require(item.get("checkout_id", item.get("build_id")) in ids, "refers to nothing", item)
    for test in report["tests"]:
        point = test["misc"]["point"]
        if "number" not in test:
            found.append((point, test["status"]))
            continue
        require(test["status"] == "DONE", "a number of what was not measured", test)
        value, unit = test["number"]["value"], test["number"]["unit"]
        if unit.startswith("s/"):
            require(test["number"]["prefix"] == "metric", "seconds without a prefix", test)
            value, unit = value * 1e9, "n" + unit
        found.append((point, unit, value))
    return found


def read_openmetrics(text):
    try:
        from prometheus_client import parser
        from prometheus_client.openmetrics import parser as strict
    except ImportError:
        print("no prometheus_client for Python: runner/setup.sh test installs it")
        sys.exit(77)
    old = [s for family in parser.text_string_to_metric_families(text) for s in family.samples]
    new = [s for family in strict.text_string_to_metric_families(text) for s in family.samples]
    require([s[:3] for s in old] == [s[:3] for s in new], "the two formats differ")
    series = [(s.name, sorted(s.labels.items())) for s in new]
    require(len(series) == len({str(s) for s in series}), "a series stands twice")
    require(not any(s.timestamp for s in new), "a time stamp: node_exporter takes none")
    units = {
        "ptebench_time_seconds": ("ns", 1e9),
        "ptebench_instructions": ("instructions", 1),
        "ptebench_kernel_instructions": ("instructions_kernel", 1),
        "ptebench_kernel_cycles": ("cycles_kernel", 1),
    }
    found = []
    for name, labels, value in (s[:3] for s in new):
        if name in units:
            unit, factor = units[name]
            found.append((labels["point"], "%s/%s" % (unit, labels["per"]), value * factor))
        if name == "ptebench_point_not_ok":
            found.append((labels["point"], labels["status"]))
    return found


# The document of docs/EXPORTS.md: no key more and none less, and values only where they were measured.
def read_json(text):
    def keys(item, needed, optional=""):
        require(set(needed.split()) <= set(item), "a key is missing", item)
        require(set(item) <= set((needed + " " + optional).split()), "an unknown key", item)

    def value(item, unit):
        keys(item, "number digits6 digits7 decimals6", "seconds")
        require(("seconds" in item) == (unit == "ns"), "seconds are for times", item)
        require(abs(number(item["digits6"]) - item["number"]) <= 1e-5 * item["number"], "digits6", item)
        return item["number"]

    def result(item, common):
        require(item["outcome"] in ("measured", "skipped", "error", "failed"), "no outcome", item)
        keys(item, "outcome status reason other_samples metrics", common)
        require(item["metrics"] if item["outcome"] == "measured" else not item["metrics"], "metrics", item)
        for metric in item["metrics"]:
            keys(metric, "metric unit n processes samples is_within",
                 "value low high repetitions iterations mean median stddev")
            values = metric.get("repetitions", [1] * metric["processes"])
            require("value" not in metric or (values and min(values) > 0), "a value of nothing", metric)
            require("value" in metric or not values or min(values) == 0 or "repetitions" not in metric,
                    "no value", metric)
            require(("low" in metric) == ("high" in metric), "half an interval", metric)
            for key in {"value", "low", "high"} & set(metric):
                value(metric[key], metric["unit"])

    data, found = json.loads(text), []
    keys(data, "version origin groups")
    require(data["version"] == 1, "another version")
    for group in data["groups"]:
        keys(group, "label set machine machine_label kernel level checkout_hash build_hash facts "
             "metrics points runs")
        for point in group["points"]:
            result(point, "name slug case family per threads")
            if point["outcome"] != "measured":
                found.append((point["name"], point["status"]))
            found += [(point["name"], "%s/%s" % (metric["unit"], point["per"]), value(metric["value"], metric["unit"]))
                      for metric in point["metrics"] if "value" in metric]
        for run in group["runs"]:
            keys(run, "name path description facts points", "start start_time")
            require(("start" in run) == ("start_time" in run), "half a time", run)
            require(len(run["points"]) == len(group["points"]), "points of a run", run["name"])
            for point in filter(None, run["points"]):
                result(point, "")
    return found


def main():
    form, path = sys.argv[1:3]
    if form == "lkp":
        found = read_lkp(path)
    else:
        with open(path, encoding="ascii") as file:
            text = file.read()
        lines = text.splitlines()
        require(text.endswith("\n") and all(map(str.isprintable, lines)), "control characters")
        found = {
            "json": lambda: read_json(text),
            "ktap": lambda: read_ktap(lines),
            "lava": lambda: read_lava(lines),
            "influx": lambda: read_influx(lines),
            "otava": lambda: read_otava(lines),
            "google-benchmark": lambda: read_google_benchmark(text),
            "kcidb": lambda: read_kcidb(text, sys.argv[3]),
            "openmetrics": lambda: read_openmetrics(text),
        }[form]()
    for item in sorted(found, key=str):
        print("\t".join("%.6g" % part if isinstance(part, float) else str(part) for part in item))


main()
