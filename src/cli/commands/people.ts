import type { AddCommand } from '../context.ts';
import { addPeopleEnrollCommand } from './people-enroll.ts';
import { addPeopleForgetCommand } from './people-forget.ts';
import { addPeopleGroupCommand } from './people-group.ts';
import { addPeopleListCommand } from './people-list.ts';
import { addPeopleMergeCommand } from './people-merge.ts';
import { addPeopleNameCommand } from './people-name.ts';
import { addPeopleSplitCommand } from './people-split.ts';

/** `heimdex people …`: the people whose faces are in a library. */
export const addPeopleCommand: AddCommand = (program, run) => {
  const people = program.command('people').description('list, name and sort the people in the videos');
  for (const add of [
    addPeopleListCommand,
    addPeopleNameCommand,
    addPeopleEnrollCommand,
    addPeopleMergeCommand,
    addPeopleSplitCommand,
    addPeopleGroupCommand,
    addPeopleForgetCommand,
  ]) {
    add(people, run);
  }
};
