import { People } from '../../../../../components/courses/people/people.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('people')

export default function PeoplePage() {
  return <People />
}
