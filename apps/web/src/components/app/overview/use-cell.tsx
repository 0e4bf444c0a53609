import { Sparkline } from '@berth/ui/sparkline.tsx'

/** A figure with its last minute drawn beside it; the place stays while there is none. */
export function UseCell(props: {
  values: readonly number[]
  max: number | undefined
  text: string | null
  of: string
}) {
  return (
    <div className="flex min-w-44 items-center gap-2.5">
      <Sparkline
        values={props.text === null ? [] : props.values}
        {...(props.max ? { max: props.max } : {})}
        width={72}
        height={24}
      />
      <span className="text-xs leading-4 tabular">
        {props.text === null ? (
          <span className="text-faint">–</span>
        ) : (
          <>
            <span className="block">{props.text}</span>
            <span className="block text-faint">{props.of}</span>
          </>
        )}
      </span>
    </div>
  )
}
