import { Button } from '@berth/ui/button.tsx'
import type { ReactNode, SubmitEvent } from 'react'

/** Title, fields, failure, one button: the shape of every form at the door. */
export function DoorForm(props: {
  title: string
  /** something else is the title of the page */
  below?: boolean
  hint?: ReactNode
  failure?: ReactNode
  action: string
  busy: boolean
  onSubmit: () => void
  links?: ReactNode
  children: ReactNode
}) {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    props.onSubmit()
  }
  const Heading = props.below ? 'h2' : 'h1'
  return (
    <div className="grid grid-cols-1 gap-5">
      <div>
        <Heading className="text-xl font-semibold tracking-tight">{props.title}</Heading>
        {props.hint ? <p className="mt-1 text-sm text-muted">{props.hint}</p> : null}
      </div>
      {/* what a password manager sends before the scripts run goes by itself: nothing of it gets into the address */}
      <form method="post" onSubmit={submit} className="grid grid-cols-1 gap-4">
        {props.children}
        {props.failure}
        <Button type="submit" variant="primary" size="lg" busy={props.busy}>
          {props.action}
        </Button>
      </form>
      {props.links ? <div className="flex flex-wrap justify-between gap-3 text-sm">{props.links}</div> : null}
    </div>
  )
}
