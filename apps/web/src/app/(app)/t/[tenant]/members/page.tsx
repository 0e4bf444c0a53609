import { Members } from '../../../../../components/members/members.tsx'
import { titled } from '../../../../../page-title.ts'

export const generateMetadata = titled('members')

export default function MembersPage() {
  return <Members />
}
