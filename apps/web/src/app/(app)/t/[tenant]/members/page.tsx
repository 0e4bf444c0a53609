import { Members } from '../../../../../components/members/members.tsx'

export default function MembersPage() {
  return <Members />
}
