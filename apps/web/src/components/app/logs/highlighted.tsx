/** The text with every occurrence of the search marked. */
export function Highlighted({ text, search }: { text: string; search: string }) {
  if (search === '') return text
  const lower = text.toLowerCase()
  const needle = search.toLowerCase()
  const parts = []
  let from = 0
  for (let at = lower.indexOf(needle); at >= 0; at = lower.indexOf(needle, from)) {
    parts.push(text.slice(from, at))
    parts.push(
      <mark key={at} className="rounded-sm bg-warn-soft text-ink outline-1 outline-warn">
        {text.slice(at, at + needle.length)}
      </mark>,
    )
    from = at + needle.length
  }
  parts.push(text.slice(from))
  return parts
}
