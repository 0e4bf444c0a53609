import type { EventView } from '@berth/protocol'
import { sentence } from '../../format/sentence.ts'

/** The message as a sentence; one that begins with the app's name leaves the name as it is. */
export function eventSentence({ app, message }: Pick<EventView, 'app' | 'message'>): string {
  return sentence(message, app)
}
