import type { EventView } from '@berth/protocol'
import { sentence } from '../../format/sentence.ts'

/** The message as a sentence; one that begins with the app's name leaves the name as it is. */
export function eventSentence(event: Pick<EventView, 'app' | 'message'>): string {
  const { app, message } = event
  if (app === null || !message.startsWith(app)) return sentence(message)
  return app + sentence(message).slice(app.length)
}
