"use strict";
/* Filters and switches the index, and shows the run under the pointer; pages work without it. */
const filter = document.getElementById("filter");
if (filter) {
	const text = filter.querySelector("input[type=search]");
	const alone = filter.querySelector("input[type=checkbox]");
	const figures = [...filter.querySelectorAll("input[type=radio]")];
	const shown = filter.querySelector("output");
	const sections = [...document.querySelectorAll("section.matrix")];

	const applyTo = (section, words) => {
		let count = 0, all = 0;
		for (const body of section.querySelectorAll("tbody")) {
			let left = 0;
			for (const row of body.querySelectorAll("tr[data-name]")) {
				const name = row.dataset.name.toLowerCase();
				row.hidden = !words.every(word => name.includes(word)) ||
					(alone.checked && !row.querySelector("td.open, td.pending, td.acknowledged"));
				left += !row.hidden;
				all++;
			}
			body.hidden = !left;
			count += left;
		}
		return count + " of " + all;
	};
	const apply = () => {
		const words = text.value.toLowerCase().split(/\s+/);
		for (const section of sections) {
			section.hidden = !figures.some(box => box.checked && box.value === section.id);
			const count = applyTo(section, words);
			if (!section.hidden)
				shown.textContent = count;
		}
	};

	const asked = figures.find(box => "#" + box.value === location.hash);
	if (figures.length)
		(asked || figures[0]).checked = true;
	for (const box of figures)
		box.parentElement.hidden = figures.length < 2;
	for (const box of [text, alone, ...figures])
		box.addEventListener("input", apply);
	filter.hidden = false;
	apply();
}

for (const figure of document.querySelectorAll("figure[data-figure]")) {
	const svg = figure.querySelector("svg"), caption = figure.querySelector("figcaption");
	const rows = new Map([...document.querySelectorAll("#runs tr[data-place]")].map(row => [row.dataset.place, row]));
	const heads = [...document.querySelectorAll("#runs th")].map(head => head.textContent);
	const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
	let last = null;

	line.setAttribute("class", "pointer");
	svg.append(line);
	svg.addEventListener("pointermove", event => {
		const box = svg.getBoundingClientRect();
		const x = (event.clientX - box.left) * svg.viewBox.baseVal.width / box.width;
		const place = Math.floor((x - svg.dataset.left) / svg.dataset.step);
		const row = rows.get(String(place));
		if (!row || row === last)
			return;
		if (last)
			last.classList.remove("pointed");
		last = row;
		row.classList.add("pointed");
		line.setAttribute("d", `M${Number(svg.dataset.left) + (place + .5) * svg.dataset.step} 40v220`);
		caption.textContent = [...row.cells].map((cell, at) => at < 2 ? cell.textContent :
			cell.textContent && heads[at] + " " + cell.textContent).filter(part => part).join(", ");
	});
}
