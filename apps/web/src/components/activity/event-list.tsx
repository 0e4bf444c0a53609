'use client'

import { Badge } from '@berth/ui/badge.tsx'
import type { EventView } from '@berth/protocol'
import { cn } from '@berth/ui/cn.ts'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { When } from '../when.tsx'
import { eventLook } from './event-look.ts'
import { foldEvents } from './fold-events.ts'
import { useEventText } from './use-event-text.ts'

export function EventList(props: {
  tenant: string
  events: readonly EventView[]
  /** lines to show, when not all */
  most?: number
}) {
  const t = useTranslations('activity')
  const eventText = useEventText()
  return (
    <ul className="divide-y">
      {foldEvents(props.events)
        .slice(0, props.most)
        .map(({ event, count }) => {
          const { icon: Icon, className } = eventLook(event.type)
          return (
            <li key={event.id} className="flex items-start gap-3 px-4 py-2.5 text-sm">
              <span title={event.type} className="mt-0.5">
                <Icon aria-hidden className={cn('size-4', className)} />
              </span>
              <div className="min-w-0 flex-1">
                <p className="[overflow-wrap:anywhere]">
                  {eventText(event)}
                  {count > 1 ? <Badge className="ml-2">{t('times', { count })}</Badge> : null}
                </p>
                <p className="flex flex-wrap gap-x-2 text-xs text-faint">
                  {event.app ? (
                    <Link
                      href={`/t/${props.tenant}/apps/${event.app}`}
                      className="rounded-sm hover:text-ink hover:underline"
                    >
                      {event.app}
                    </Link>
                  ) : null}
                  {event.by ? <span>{event.by}</span> : null}
                </p>
              </div>
              <When at={event.at} className="text-xs text-faint" />
            </li>
          )
        })}
    </ul>
  )
}
