import { Box, CircleX, KeyRound, Layers, type LucideIcon, Rocket, Square, UserRound } from 'lucide-react'

const BY_SUBJECT: Readonly<Record<string, LucideIcon>> = {
  app: Rocket,
  deploy: Rocket,
  release: Rocket,
  container: Box,
  instance: Box,
  member: UserRound,
  invitation: UserRound,
  token: KeyRound,
  image: Layers,
  images: Layers,
  tag: Layers,
}

/** A picture for an event's type (`container.ended`); what failed looks like it. */
export function eventLook(type: string): { icon: LucideIcon; className: string } {
  const [subject = '', verb = ''] = type.split('.')
  if (/failed|crash|lost|denied/.test(verb)) return { icon: CircleX, className: 'text-bad' }
  if (/ended|stopped|memory|quota/.test(verb)) return { icon: Square, className: 'text-warn' }
  return { icon: BY_SUBJECT[subject] ?? Box, className: 'text-muted' }
}
