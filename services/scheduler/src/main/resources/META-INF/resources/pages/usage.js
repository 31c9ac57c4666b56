// What was used and what it costs: per day, table and pipeline, the invoice it makes, and the budget.
import { query as withQuery } from '../app/api.js';
import { h, show } from '../app/dom.js';
import { bytes, compact, money, number } from '../app/format.js';
import { icon } from '../app/icons.js';
import { bars, progress } from '../app/parts/chart.js';
import { field, input, select, showProblem } from '../app/parts/form.js';
import { card, pageHead, stat } from '../app/parts/layout.js';
import { empty, note } from '../app/parts/states.js';
import { table } from '../app/parts/table.js';

const MONTHS = 12;
const monthName = new Intl.DateTimeFormat(navigator.language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const dayName = new Intl.DateTimeFormat(navigator.language, { dateStyle: 'medium', timeZone: 'UTC' });
const gigabytes = new Intl.NumberFormat(navigator.language, { maximumFractionDigits: 3 });

/** The last months in UTC, the present one first: '2026-03'. */
function months() {
  const now = new Date();
  return Array.from({ length: MONTHS }, (_, i) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - i, 1)).toISOString().slice(0, 7));
}

const lastDay = month => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
const span = month => ({ from: `${month}-01`, to: lastDay(month) });

export default async function usage({ root, api, query, me, navigate, signal, toast }) {
  const month = /^\d{4}-\d{2}$/.test(query.get('month') ?? '') ? query.get('month') : months()[0];
  const [days, bill, budget] = await Promise.all([
    api.get(withQuery('/api/v1/usage', span(month)), { signal }),
    api.get(`/api/v1/invoices/${month}`, { signal }).catch(problem => { if (problem.status === 404) return null; throw problem; }),
    api.get('/api/v1/budget', { signal }),
  ]);
  const chooser = field({ label: 'Month', path: 'month', required: true,
    control: select([...new Set([month, ...months()])].sort().reverse().map(one => [one, monthName.format(new Date(`${one}-01T00:00:00Z`))]),
      { value: month, onchange: event => navigate(`/usage?month=${event.target.value}`) }) });
  show(root,
    pageHead({ title: 'Usage and bill', lead: 'A gigabyte is a billion bytes of records as they arrived. Each commit counts once; upkeep costs nothing.' }),
    h('div', { class: 'row between usage-head' }, h('div', { class: 'filters' }, chooser.element), downloads(api, month, bill, toast)),
    figures(days, bill, budget),
    days.length === 0
      ? card({}, empty({ icon: 'bill', title: 'Nothing was used', text: `No record arrived in ${monthName.format(new Date(`${month}-01T00:00:00Z`))}.` }))
      : card({}, bars({ title: 'Bytes per day (UTC)', bars: perDay(days, month), format: bytes, height: 150, shown: 31 })),
    h('div', { class: 'columns' },
      days.length > 0 && card({ title: 'By table', tight: true }, byTable(days).element),
      h('div', { class: 'stack loose' }, invoice(bill), budgetCard({ api, budget, bill, toast, admin: me.roles.includes('tenant-admin') }))));
}

const sum = (days, name) => days.reduce((total, day) => total + day[name], 0);

function figures(days, bill, budget) {
  const currency = bill?.invoice.currency;
  const limit = budget?.amount;
  return h('div', { class: 'stats' },
    stat({ label: bill && !bill.over ? 'Cost so far' : 'Cost', value: bill ? money(bill.invoice.total, currency) : '–', hint: bill ? `plan ${bill.plan}` : 'no price plan yet' }),
    stat({ label: 'Volume', value: bytes(sum(days, 'bytes')), hint: `${number(sum(days, 'commits'))} commits` }),
    stat({ label: 'Rows', value: compact(sum(days, 'rows')) }),
    limit && bill && stat({ label: 'Of the budget', value: `${Math.round((bill.invoice.total / limit) * 100)} %`,
      tone: bill.invoice.total >= limit ? 'bad' : bill.invoice.total >= 0.8 * limit ? 'warn' : null,
      extra: progress(bill.invoice.total / limit, 'Share of the budget') }));
}

function perDay(days, month) {
  const byDay = Map.groupBy ? Map.groupBy(days, day => day.day) : days.reduce((map, day) => map.set(day.day, [...(map.get(day.day) ?? []), day]), new Map());
  return Array.from({ length: Number(lastDay(month).slice(8)) }, (_, i) => {
    const day = `${month}-${String(i + 1).padStart(2, '0')}`;
    const value = sum(byDay.get(day) ?? [], 'bytes');
    return { label: dayName.format(new Date(`${day}T00:00:00Z`)), value, detail: `${bytes(value)}, ${number(sum(byDay.get(day) ?? [], 'rows'))} rows` };
  });
}

function byTable(days) {
  const totals = new Map();
  for (const day of days) {
    const name = `${day.namespace}.${day.table}`;
    const one = totals.get(name) ?? { name, from: new Set(), rows: 0, bytes: 0 };
    one.from.add(day.pipeline ?? 'pushed');
    one.rows += day.rows;
    one.bytes += day.bytes;
    totals.set(name, one);
  }
  const rows = [...totals.values()].sort((a, b) => b.bytes - a.bytes);
  return table({ caption: 'Usage by table', rows, columns: [
    { label: 'Table', cell: one => h('a', { href: `#/tables/${one.name.replace('.', '/')}` }, one.name) },
    { label: 'From', cell: one => [...one.from].join(', ') },
    { label: 'Rows', class: 'num', cell: one => number(one.rows) },
    { label: 'Volume', class: 'num', cell: one => bytes(one.bytes) },
  ] });
}

function invoice(bill) {
  if (!bill) return card({ title: 'Invoice' }, note('info', h('p', {}, 'There is no price plan for this month, so nothing is billed.')));
  const { invoice: made } = bill;
  return card({ title: bill.over ? 'Invoice' : 'Invoice so far', text: `Plan ${bill.plan}`, tight: true },
    h('div', { class: 'table-wrap' }, h('table', { class: 'table' },
      h('caption', { class: 'unseen' }, 'Lines of the invoice'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'For'), h('th', { scope: 'col', class: 'num' }, 'Quantity'), h('th', { scope: 'col', class: 'num' }, 'Price'), h('th', { scope: 'col', class: 'num' }, 'Amount'))),
      h('tbody', {}, made.lines.map(line => h('tr', {},
        h('th', { scope: 'row' }, line.text),
        h('td', { class: 'num', data: { label: 'Quantity' } }, `${gigabytes.format(line.quantity)} ${line.unit}`),
        h('td', { class: 'num', data: { label: 'Price' } }, money(line.price, made.currency)),
        h('td', { class: 'num', data: { label: 'Amount' } }, money(line.amount, made.currency))))),
      h('tfoot', {}, h('tr', { class: 'total' }, h('th', { scope: 'row', colspan: 3 }, 'Total'), h('td', { class: 'num', data: { label: 'Total' } }, money(made.total, made.currency)))))));
}

function budgetCard({ api, budget, bill, toast, admin }) {
  const currency = bill?.invoice.currency;
  const text = 'Somebody is told at 80 % and at 100 % of it. Nothing is stopped.';
  if (!admin) return card({ title: 'Budget of a month', text }, h('p', {}, budget?.amount ? money(budget.amount, currency) : 'No budget is set.'));
  const amount = field({ label: currency ? `Amount in ${currency}` : 'Amount', path: 'amount', optionalText: 'empty for none', control: input({ inputmode: 'decimal', value: budget?.amount ?? '' }) });
  const summary = h('div', { class: 'summary' });
  const save = async event => {
    event.preventDefault();
    const given = amount.control.value.trim();
    if (given && !Number.isFinite(Number(given))) { amount.problem('This has to be a number, for example 250 or 99.50.'); amount.control.focus(); return; }
    try {
      await api.put('/api/v1/budget', { amount: given ? Number(given) : null });
      amount.problem(null);
      show(summary);
      toast(given ? `Budget set to ${money(Number(given), currency)}` : 'Budget removed');
    } catch (problem) {
      if (!problem.fields) throw problem;
      showProblem(problem, [amount], summary);
    }
  };
  return card({ title: 'Budget of a month', text }, h('form', { class: 'fields', onsubmit: save }, amount.element, summary, h('div', {}, h('button', { class: 'button' }, 'Save'))));
}

/** Files from the same calls that the page makes, in the format that was asked for. */
function downloads(api, month, bill, toast) {
  const save = (name, path, type) => async () => {
    try {
      const data = await api.get(path, { accept: type });
      const file = new Blob([typeof data === 'string' ? data : JSON.stringify(data, null, 2)], { type });
      const link = h('a', { href: URL.createObjectURL(file), download: name });
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (problem) {
      if (problem.status !== undefined) toast(problem.message, 'bad');
    }
  };
  const days = withQuery('/api/v1/usage', span(month));
  const button = (label, name, path, type) => h('button', { class: 'button small', onclick: save(name, path, type) }, icon('down', 16), label);
  return h('div', { class: 'actions' },
    button('Usage (CSV)', `usage-${month}.csv`, days, 'text/csv'), button('Usage (JSON)', `usage-${month}.json`, days, 'application/json'),
    bill && button('Invoice (CSV)', `invoice-${month}.csv`, `/api/v1/invoices/${month}`, 'text/csv'));
}
