"use strict";
/* Filters and sorts the tables; the page works without it. */
for (const table of document.querySelectorAll("table.cases")) {
	const rows = [...table.tBodies[0].rows];
	const filter = document.getElementById(table.dataset.filter);
	const text = filter.querySelector("input[type=search]");
	const boxes = [...filter.querySelectorAll("input[type=checkbox]")];
	const shown = filter.querySelector("output");

	const apply = () => {
		const words = text.value.toLowerCase().split(/\s+/);
		const verdicts = new Set(boxes.filter(box => box.checked).map(box => box.value));
		let count = 0;
		for (const row of rows) {
			const name = row.cells[0].textContent.toLowerCase();
			row.hidden = !verdicts.has(row.dataset.verdict) || !words.every(word => name.includes(word));
			count += !row.hidden;
		}
		shown.textContent = count + " of " + rows.length;
	};
	const key = (row, at) => {
		const cell = row.cells[at];
		return "v" in cell.dataset ? (cell.dataset.v === "" ? NaN : Number(cell.dataset.v)) : cell.textContent;
	};
	const before = (a, b, at, sign) => {
		const x = key(a, at), y = key(b, at);
		if (typeof x === "string")
			return sign * x.localeCompare(y, "en", { numeric: true });
		if (Number.isNaN(x) || Number.isNaN(y))
			return Number.isNaN(x) - Number.isNaN(y); /* what is missing comes last */
		return sign * (x - y);
	};
	for (const [at, head] of [...table.tHead.rows[0].cells].entries()) {
		const button = document.createElement("button");
		button.type = "button";
		button.append(...head.childNodes);
		head.append(button);
		button.addEventListener("click", () => {
			const down = head.getAttribute("aria-sort") === "ascending";
			for (const other of table.tHead.rows[0].cells)
				other.removeAttribute("aria-sort");
			head.setAttribute("aria-sort", down ? "descending" : "ascending");
			rows.sort((a, b) => before(a, b, at, down ? -1 : 1));
			table.tBodies[0].append(...rows);
		});
	}
	text.addEventListener("input", apply);
	for (const box of boxes)
		box.addEventListener("change", apply);
	filter.hidden = false;
	apply();
}
