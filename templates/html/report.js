// Lights up a field's bytes when its row in the table is pointed at or focused, and the other way round.
// A row and its bytes are tied by their words: the bytes' title is "name: value", joined by "; " where bytes are shared.
// The payload is one field without a title: its colour ties it.
const tie = ({ cells: [name, value] }) => [name.textContent, value.firstChild?.data?.trim()].filter(Boolean).join(': ');
const isPayload = (row) => row.parentElement.querySelector('th .payload') !== null;
for (const panel of document.querySelectorAll('.row')) {
  const rows = [...panel.querySelectorAll('.fields tr')].filter((row) => row.cells.length === 3);
  const runs = [...panel.querySelectorAll('.hex u[title], .hex .payload')];
  const belong = (row, run) =>
    run.title === ''
      ? isPayload(row)
      : run.title === tie(row) || run.title.split('; ').includes(tie(row));
  const light = (event) => {
    for (const lit of panel.querySelectorAll('.lit')) lit.classList.remove('lit');
    const row = event.target.closest('.fields tr');
    const run = event.target.closest('.hex u[title], .hex .payload');
    for (const other of runs)
      if (run ? other.title === run.title : rows.includes(row) && belong(row, other)) other.classList.add('lit');
    if (run) for (const other of rows) if (belong(other, run)) other.classList.add('lit');
  };
  for (const row of rows) row.tabIndex = 0;
  for (const kind of ['pointerover', 'pointerleave', 'focusin']) panel.addEventListener(kind, light);
}
