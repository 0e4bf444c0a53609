import { Fact, Facts } from '@berth/ui/facts.tsx'

/** Labels, annotations, variables: what their authors wrote, as text. */
export function NamedTexts({ texts }: { texts: Readonly<Record<string, string>> }) {
  return (
    <Facts>
      {Object.entries(texts).map(([name, text]) => (
        <Fact key={name} name={name}>
          <span className="font-mono text-xs whitespace-pre-wrap">{text}</span>
        </Fact>
      ))}
    </Facts>
  )
}
