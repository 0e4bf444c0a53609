import { Sparkline } from '@berth/ui/sparkline.tsx'

/** A figure with its last minute drawn beside it; the place stays while there is none. */
export function UseCell(props: {
  values: readonly number[]
  max: number | undefined
  text: string | null
  of: string
}) {
  if (props.text === null) {
    return (
      <div className="min-w-44 text-faint">
        <span aria-hidden>–</span>
      </div>
    )
  }
  return (
    <div className="flex min-w-44 items-center gap-2.5">
      <Sparkline values={props.values} {...(props.max ? { max: props.max } : {})} width={72} height={24} />
      <span className="text-xs leading-4 tabular">
        <span className="block">{props.text}</span>
        <span className="block text-faint">{props.of}</span>
      </span>
    </div>
  )
}
