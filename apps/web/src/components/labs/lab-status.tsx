import type { LabState } from '@berth/protocol'
import { Badge } from '@berth/ui/badge.tsx'
import { CircleCheck, CircleX, Hammer } from 'lucide-react'
import { useTranslations } from 'next-intl'

const LOOKS = {
  building: { tone: 'warn', icon: Hammer },
  ready: { tone: 'ok', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleX },
} as const

export function LabStatus({ state }: { state: LabState }) {
  const t = useTranslations('labs.state')
  const { tone, icon: Icon } = LOOKS[state]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {t(state)}
    </Badge>
  )
}
