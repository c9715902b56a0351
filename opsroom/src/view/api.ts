/* Made from docs/formats/openapi.json by `make types`: the shapes of the API. Changed by hand, a test fails. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What a message is about. */
        About: {
            /** @description Its id; of an indicator its unit's path and its key: `chile/textiles/yarur/output`. */
            id: string;
            /** @description What kind of thing. */
            kind: components["schemas"]["AboutKind"];
        };
        /**
         * @description The kinds of things that messages are about.
         * @enum {string}
         */
        AboutKind: "incident" | "directive" | "indicator";
        /**
         * @description An act that this viewer may do now. Acts that are not listed are not shown. The first of a
         *     list is the main one.
         */
        Act_AgreementAct: {
            /** @enum {string} */
            act: "consent" | "counter" | "withdraw";
            /** @description Shown for consent before the act is sent; empty when nothing opens. */
            consequences: components["schemas"]["Consequence"][];
            /** @description `stays in Spinning 2`, `nobody yet`; null for none. */
            hint: string | null;
        };
        /**
         * @description An act that this viewer may do now. Acts that are not listed are not shown. The first of a
         *     list is the main one.
         */
        Act_DirectiveAct: {
            /** @enum {string} */
            act: "accept" | "counter" | "object" | "withdraw";
            /** @description Shown for consent before the act is sent; empty when nothing opens. */
            consequences: components["schemas"]["Consequence"][];
            /** @description `stays in Spinning 2`, `nobody yet`; null for none. */
            hint: string | null;
        };
        /**
         * @description An act that this viewer may do now. Acts that are not listed are not shown. The first of a
         *     list is the main one.
         */
        Act_IncidentAct: {
            /**
             * @description The acts on an incident, by the name under which they are posted.
             * @enum {string}
             */
            act: "take_on" | "claim_mended" | "ask_help" | "pass_up" | "name_owner" | "answer" | "offer_help" | "help_came" | "note" | "shelve" | "verdict" | "confirm_verdict";
            /** @description Shown for consent before the act is sent; empty when nothing opens. */
            consequences: components["schemas"]["Consequence"][];
            /** @description `stays in Spinning 2`, `nobody yet`; null for none. */
            hint: string | null;
        };
        /**
         * @description An act that this viewer may do now. Acts that are not listed are not shown. The first of a
         *     list is the main one.
         */
        Act_SharingAct: {
            /**
             * @description The acts on openings and requests, by the names under which they are posted.
             * @enum {string}
             */
            act: "open" | "sign" | "close" | "request" | "decline";
            /** @description Shown for consent before the act is sent; empty when nothing opens. */
            consequences: components["schemas"]["Consequence"][];
            /** @description `stays in Spinning 2`, `nobody yet`; null for none. */
            hint: string | null;
        };
        /** @description Terms between a unit and the one above it. */
        Agreement: {
            /** @description Its identity. */
            id: string;
            /** @description The indicator's key, where it is about one. */
            indicator: string | null;
            /** @description What they are about. */
            kind: components["schemas"]["TermsKind"];
            /** @description Every offer, the first first; the last is on the table, or holds. */
            offers: components["schemas"]["Offer"][];
            /** @description `proposed`, `countered`, `in_force`, `withdrawn` or `replaced`. */
            state: string;
            /** @description The unit whose terms these are, by its path. */
            unit: string;
        };
        /** @description What somebody does about an agreement. */
        AgreementAct: {
            /** @description What. */
            act: components["schemas"]["AgreementDeed"];
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description With `counter`: when both look at it again, a date. */
            review?: string | null;
            /**
             * Format: double
             * @description With `counter`: the other value.
             */
            value?: number | null;
            /** @description Why. */
            words?: string;
        };
        /**
         * @description The acts on an agreement.
         * @enum {string}
         */
        AgreementDeed: "consent" | "counter" | "withdraw";
        /** @enum {string} */
        AgreementKind: "recovery_time" | "capability" | "potentiality" | "index_weight" | "retire" | "new_level";
        /** @enum {string} */
        AgreementStatus: "proposed" | "agreed" | "withdrawn" | "lapsed";
        AgreementView: components["schemas"]["Frame"] & {
            acts: components["schemas"]["Act_AgreementAct"][];
            acts_note: string | null;
            consents: components["schemas"]["Consent"][];
            /** @description `Agreement on recovery time: yarn output, Spinning 2`. */
            eyebrow: string;
            history: components["schemas"]["Move"][];
            holds: components["schemas"]["Amount"];
            /** @description `Review is due on 31 October 2026.`, `The default; nothing was agreed.` */
            holds_note: string;
            id: string;
            /** @description `next working day after both consent`. */
            in_force: string;
            kind: components["schemas"]["AgreementKind"];
            /** @description `Until both consent, 3 holds. No incident that is running changes.` */
            lede: string;
            on_table: null | components["schemas"]["Amount"];
            /**
             * Format: double
             * @description The bare number on the table, to fill a counter-proposal with.
             */
            on_table_value: number | null;
            review: string;
            /** @description `Spinning 2 proposes 5 working days. Textiles offers 4.` */
            sentence: string;
            status: components["schemas"]["AgreementStatus"];
            /** @description Null for retire. */
            value_unit: string | null;
        };
        /** @description Agreements, the latest first. */
        Agreements: {
            /** @description The agreements. */
            agreements: components["schemas"]["Agreement"][];
        };
        /** @description A person's alarm. */
        Alarm: {
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description Made by the sender, so that an alarm sent twice is one alarm. */
            key: string;
            /** @description What it is about. */
            kind: components["schemas"]["AlarmKind"];
            /** @description The unit in which it is raised, by its path. */
            unit: string;
            /** @description In words. */
            words?: string;
        };
        /** @description An alarm that was heard. */
        AlarmAnswer: {
            /** @description The names of the levels that it went to. */
            heard_by: string;
            /** @description The incident that it opened. */
            incident: string;
        };
        /**
         * @description What an alarm is about.
         * @enum {string}
         */
        AlarmKind: "safety" | "machine" | "unsure";
        /** @description What happens when somebody says that something is wrong. */
        AlarmWords: {
            /** @description What to do when nobody can be reached: `Use the siren or the wall telephone now.` */
            advice: string;
            /** @description `goes to Spinning 2 only`. */
            machine: string;
            /** @description `goes to Spinning 2, Textiles and the safety delegate at once`. */
            safety: string;
            unsure: string;
        };
        /** @description A value with its words: `4` + `working days`. */
        Amount: {
            text: string;
            value: string;
        };
        /** @description Something that the unit said beforehand of its own figures. */
        Announced: {
            /** @description `Yarn output: a new level`, `All figures: left apart`. */
            heading: string;
            id: string;
            /** @description Whether it can be called off, or ended. */
            may_call_off: boolean;
            /** @description `from Fri 6 Nov to Thu 12 Nov`. */
            standing: string;
            /** @description What it is, in the words of whoever said so. */
            words: string;
        };
        /** @description Something that a unit announced. */
        Announcement: {
            /** @description When it was said. */
            at: string;
            /** @description Who said so. */
            by: string;
            /**
             * Format: double
             * @description By how much the level moves, where that was said.
             */
            change: number | null;
            /** @description When it begins. */
            from: string;
            /** @description Its identity. */
            id: string;
            /** @description The indicator's key; null for all that the unit reports. */
            indicator: string | null;
            /** @description What is to be expected. */
            kind: components["schemas"]["AnnouncementKind"];
            /** @description When it is over; null for a level that is there to stay. */
            until: string | null;
            /** @description What it is. */
            words: string;
        };
        /**
         * @description What can be announced.
         * @enum {string}
         */
        AnnouncementKind: "apart" | "new_level";
        /** @description What a unit has announced. */
        Announcements: {
            /** @description In the order said. */
            announcements: components["schemas"]["Announcement"][];
        };
        /** @description Where that is. */
        AtProvider: {
            /** @description An address of the provider's; of this site where it does not answer. */
            address: string;
        };
        /** @description What was done for a unit, the latest first. */
        Audit: {
            /** @description Records. */
            records: components["schemas"]["AuditRecord"][];
        };
        /** @description Who did what, by role and number: the words of it stay with the thing it was done to. */
        AuditRecord: {
            /** @description What was done. */
            act: string;
            /** @description When. */
            at: string;
            /** @description The role that signed. */
            by: string;
            /** @description The shared device at which it was signed with a PIN, by number. */
            device: string | null;
            /** @description Who that is, by number; the unit's people know whose it is, and nobody once they are erased. */
            member: string | null;
            /** @description Its number in the audit of the node. */
            number: string;
            /** @description Why it was refused, if it was: `unknown`, `not-yours`, `not-now` or `wrong`. */
            refused: string | null;
        };
        AuditView: components["schemas"]["Frame"] & {
            /** @description What the audit has come to today, signed, for others to keep. */
            checkpoint: string;
            /** @description Whether this is the latest page. */
            is_latest: boolean;
            /** @description The key with which that is checked. */
            key: string;
            lede: string;
            /** @description The number below which older ones go on. */
            older: string | null;
            /** @description The latest first. */
            records: components["schemas"]["DoneRow"][];
            sentence: string;
        };
        /** @description How far it is back: `count` of `needed` due readings inside the band. */
        Back: {
            /** Format: int32 */
            count: number;
            /** Format: int32 */
            needed: number;
            /** @description `Recovered = three due readings back inside 9.4 to 10.4`. */
            text: string;
        };
        /** @description A level with its band, and the words to write beside it. */
        Band: {
            /** Format: double */
            level: number;
            /** Format: double */
            lower: number;
            /** @description `the band before the change: recovered means back in here`, `the filter now expects 8.1`. */
            text: string;
            /** Format: double */
            upper: number;
        };
        /** @description The iconic bar. Same unit of measure for the three; `null` where not agreed or not reported. */
        Bar: {
            /** Format: double */
            actuality: number | null;
            /** Format: double */
            capability: number | null;
            /** Format: double */
            potentiality: number | null;
            /** @description The text equivalent: `actuality 91, capability 104, potentiality 128 t a day`. */
            text: string;
        };
        /** @description One-time codes are to begin, or to begin anew. */
        BeginCodes: {
            /** @description Where there are some: one of these, or a spare one. */
            code?: string | null;
        };
        /**
         * @description What stands beside the readings of an indicator, by time. Empty for whoever the unit opened only
         *     readings to.
         */
        Beside: {
            /** @description What the unit was agreed to be able to, one value after the other. */
            plan: components["schemas"]["Planned"][];
            /** @description What the filter told, the earliest first. */
            signals: components["schemas"]["Signalled"][];
            /** @description Incidents, and what was announced beforehand, the earliest first. */
            spans: components["schemas"]["Span"][];
        };
        Board: components["schemas"]["Frame"] & {
            /** Format: int32 */
            days_at_most: number;
            is_latest: boolean;
            kind: null | components["schemas"]["PostKind"];
            /** @description Who reads what is posted. */
            lede: string;
            /** Format: int32 */
            letters_at_most: number;
            may_post: boolean;
            /** Format: int32 */
            message_letters_at_most: number;
            older: string | null;
            /** @description The latest first. */
            posts: components["schemas"]["PostRow"][];
            search: string;
            /** @description `Two needs and one offer.` */
            sentence: string;
            /**
             * Format: int32
             * @description How many messages wait for an answer of ours.
             */
            waiting: number;
        };
        /**
         * @description What somebody sees who may not see. It reads the same whether or not there is anything behind
         *     it.
         */
        BoundaryView: components["schemas"]["Frame"] & {
            /** @description How to ask, and what silence means. */
            how_to_ask: string;
            keeps: string[];
            lede: string;
            /** @description What the viewer sees without asking. `incident` makes it a link. */
            sees: components["schemas"]["Sees"][];
            /** @description `Yarur keeps its readings. You can ask.` */
            sentence: string;
        };
        /** @description When people work in a unit. */
        Calendar: {
            /** @description Dates on which no shift begins. */
            holidays: string[];
            /** @description Its week; empty where work never stops. */
            shifts: components["schemas"]["Shift"][];
            /**
             * Format: int64
             * @description Working time of a typical working day, in seconds.
             */
            working_day_s: number;
            /** @description Its time zone, by its IANA name. */
            zone: string;
        };
        /** @description Whether somebody was reached. */
        CallBoard: {
            /** @description The latest first. */
            calls: components["schemas"]["CallRow"][];
            sentence: string;
        };
        /** @description Calls an announcement off, or ends it. */
        CallOff: {
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description Why. */
            words?: string;
        };
        /** @enum {string} */
        CallOutcome: "waiting" | "reached" | "nobody" | "past";
        /** @description Something that asked for somebody. */
        CallRow: {
            at: components["schemas"]["When"];
            outcome: components["schemas"]["CallOutcome"];
            /** @description `it arrived on Thursday at 14:31`. */
            standing: string;
            /** @description What kind of thing, in a sentence without figures. */
            text: string;
            /** @description What was in the way, as a machine said it; only where nobody was reached. */
            trouble: string | null;
        };
        /** @description Something somebody must deal with, on the Room. */
        Card: {
            back: null | components["schemas"]["Back"];
            /** @description `Words only. Fiap has not opened its readings.` */
            boundary: string | null;
            chart: null | components["schemas"]["Chart"];
            clock: null | components["schemas"]["Clock"];
            /** @description The words before the clock: `We answer by today 18:00`, `Left of 3 working days`. */
            clock_text: string | null;
            glyph: components["schemas"]["Glyph"];
            /** @description `Yarur Spinning 2: yarn output`. */
            heading: string;
            /** @description The incident's id: the card leads to `/{unit.path}/i/{incident}`. */
            incident: string;
            owned: boolean;
            /** @description `No owner yet`, `Owner: maintenance secretary`; null when an owner is not owed. */
            owner: string | null;
            /** @description A person's words, without quotation marks. */
            quote: string | null;
            /** @description `Fell 18% on Friday 16 Oct, to 8.1 t a day. 99% sure.` */
            sentence: string;
            /** @description When it was told here first. */
            since: string;
            /** @description `Step down`. */
            tag: string;
            tone: components["schemas"]["Tone"];
            /** @description The unit whose incident it is. */
            unit: components["schemas"]["UnitRef"];
        };
        /**
         * @description What caused a change.
         * @enum {string}
         */
        Cause: "machine" | "material" | "energy" | "people" | "transport" | "weather" | "plan" | "other";
        /** @description What is wrong with one cell, and what would be right. */
        CellProblem: {
            /** @description Which of the indicators, from 0; null where it is the time. */
            column?: number | null;
            /** @description What would be right. */
            expected: string;
            /** @description Which row, from 0. */
            row: number;
            /** @description What was given. */
            value: string;
        };
        /** @description What the filter believes, 0 to 1. */
        Chance: {
            /** Format: double */
            chance: number;
            kind: components["schemas"]["ChangeKind"];
        };
        /** @description A letter about the week is to go, or none any more. */
        ChangeDigest: {
            digest?: null | components["schemas"]["Digest"];
        };
        /** @enum {string} */
        ChangeKind: "step" | "slope" | "one_off" | "no_change";
        /** @description A way is to be another from now on. */
        ChangeWay: {
            /** @description `en` or `es`. */
            lang: string;
            /** @description Whether it is used. */
            on: boolean;
            quiet?: null | components["schemas"]["Quiet"];
        };
        /** @description A series of readings, oldest first, at most 400 points. */
        Chart: {
            /**
             * Format: int32
             * @description Seconds from one due reading to the next: below 86400 the axis shows hours.
             */
            cadence_s: number;
            /** @description Text equivalent in one sentence. */
            description: string;
            /** @description Times of readings still due before the clock ends. */
            due: string[];
            expected: null | components["schemas"]["Band"];
            /** @description `Yarn output, tonnes a day`. */
            heading: string;
            indicator: components["schemas"]["IndicatorRef"];
            marks: components["schemas"]["Mark"][];
            points: components["schemas"]["PointShown"][];
            reference: null | components["schemas"]["Band"];
            /**
             * @description Words over the hatched part before the change, for a level that sees only from the change
             *     on; null at the unit itself.
             */
            sealed: string | null;
        };
        /** @description Units to be created or changed, as a whole or not at all. */
        Charter: {
            /** @description The role that signs it. */
            by?: string;
            /** @description The units, in any order. */
            units: components["schemas"]["CharterUnit"][];
        };
        /** @description One indicator. */
        CharterIndicator: {
            /** @description `sum` or `mean`. */
            aggregate?: string | null;
            /** @description `15 min`, `hourly`, `daily`, `weekly`, `monthly`. */
            cadence?: string | null;
            /** @description `more`, `less` or `on-target`. */
            direction?: string | null;
            /** @description Its key within the unit. */
            key: string;
            /** @description UCUM unit of measure. */
            measure?: string | null;
            /** @description Its name. */
            name?: string | null;
            /** @description `work`, `zero-is-best` or `about-people`. */
            sphere?: string | null;
        };
        /** @description A charter that was refused as a whole: a problem, with all that is wrong. */
        CharterRefused: components["schemas"]["Problem"] & {
            /** @description What is wrong; the first thousand. */
            problems: components["schemas"]["PlaceProblem"][];
        };
        /** @description One shift on some days of the week. */
        CharterShift: {
            /** @description Days on which it begins: `mon`, `tuesday`, `mon-fri`. */
            days: string[];
            /** @description When it begins, `06:00`. */
            from: string;
            /** @description When it ends, `14:00`; before it begins where it passes midnight. */
            to: string;
        };
        /** @description Founding terms. */
        CharterTerm: {
            /** @description First day on which they hold. */
            from: string;
            /** @description Key of the indicator; none for a recovery time of the whole unit. */
            indicator?: string | null;
            /** @description Why. */
            reason: string;
            /** @description When both look at them again. */
            review?: string | null;
            /** @description `recovery`, `capability`, `potentiality` or `weight`. */
            subject: string;
            /**
             * Format: double
             * @description Working days, the indicator's measure a day, or value per unit of measure.
             */
            value: number;
        };
        /** @description One unit. What is left out stays as it is, or is inherited from above when the unit is new. */
        CharterUnit: {
            /** @description Terms that both sides have consented to. */
            agreements?: components["schemas"]["CharterTerm"][];
            /** @description Paths of the levels that its safety alarms go to. */
            alarm_levels?: string[] | null;
            /** @description Dates on which no shift begins. */
            holidays?: string[] | null;
            /** @description What it reports. */
            indicators?: components["schemas"]["CharterIndicator"][];
            /** @description Whether anybody is there to hear of an incident. */
            members?: boolean | null;
            /** @description The address it had, if it moves. */
            moved_from?: string | null;
            /** @description Its name. */
            name?: string | null;
            /** @description Its address. */
            path: string;
            /** @description Its week; an empty one where work never stops. */
            shifts?: components["schemas"]["CharterShift"][] | null;
            /** @description Whether an index of one or two indicators may be shown one level up. */
            small_index_goes_up?: boolean | null;
            /** @description Its time zone, by its IANA name. */
            zone?: string | null;
        };
        /** @description Working time left, on a recovery or an obligation. Filled is what is left. */
        Clock: {
            ends: null | components["schemas"]["When"];
            /** Format: int64 */
            left_s: number;
            left_text: string;
            /**
             * @description The big figure and the words after it: `2` + `working days left of 3`; `8 h 20` + `min
             *     left`.
             */
            left_value: string;
            /** @description At most ten, oldest first; empty when hours are enough. */
            segments: components["schemas"]["Segment"][];
            /** @description `Ends Thursday 18:00, our calendar. Then Textiles hears and must help.` */
            sentence: string;
            state: components["schemas"]["ClockState"];
            /** Format: int64 */
            total_s: number;
        };
        /**
         * @description `not_started`: kind unknown, or before the holder's next working second. `waiting`: the latest
         *     due reading is back in the band.
         * @enum {string}
         */
        ClockState: "not_started" | "running" | "waiting" | "settling" | "ran_out" | "ended";
        /** @description What an app needs to make one-time codes. */
        Codes: {
            /** @description The same as a picture for a telephone to read: SVG, a QR code. */
            qr: string | null;
            /** @description The secret, to type. */
            secret: string;
            /** @description The same as an address, for a picture to scan. */
            uri: string;
        };
        /** @description A one-time code. */
        Confirm: {
            /** @description Six digits. */
            code: string;
        };
        /** @description The code that was sent to the address. */
        ConfirmWay: {
            /** @description As it stands in the mail. */
            code: string;
        };
        Consent: {
            consented: boolean;
            /** @description `consents, 20 Oct`, `not yet`. */
            text: string;
            unit: components["schemas"]["UnitRef"];
        };
        /** @description What an act shows to whom, said before it is done. */
        Consequence: {
            opens: boolean;
            /** @description `now`, `no`, `from Fri 16 Oct on`. */
            standing: string;
            text: string;
        };
        /** @description A value that was kept, and then was another. */
        Correction: {
            /** @description The time that the figure stands for. */
            at: string;
            /** @description The role that signed; null where nobody did. */
            by: string | null;
            /** @description When it was corrected. */
            corrected: string;
            /**
             * Format: double
             * @description What was kept then.
             */
            value: number;
            /**
             * Format: double
             * @description What was kept.
             */
            was: number;
        };
        /** @description Corrections of one figure, the latest first. */
        Corrections: {
            /** @description Those that are remembered by themselves. */
            corrections: components["schemas"]["Correction"][];
        };
        /** @description An address to open on it, once. */
        Device: {
            /** @description On this server. */
            link: string;
            /** @description The same as a picture for a telephone to read: SVG, a QR code. */
            qr: string | null;
        };
        /** @description A machine's key, a display or a tablet. */
        DeviceRow: {
            name: string;
            person: string;
            role: components["schemas"]["Role"];
            role_text: string;
            since: components["schemas"]["When"];
            /** @description Whether that is soon. */
            soon: boolean;
            until: null | components["schemas"]["When"];
        };
        /** @description When a letter about the week goes. */
        Digest: {
            /** @description `monday` to `sunday`. */
            day: string;
            /**
             * Format: int32
             * @description From 0 to 23, by the clocks of the person's unit.
             */
            hour: number;
        };
        /** @description A policy sent down. */
        Directive: {
            /** @description What each receiver answers. */
            answers: components["schemas"]["DirectiveAnswer"][];
            /** @description Who signed it. */
            by: string;
            /** @description The unit that sent it, by its path. */
            from: string;
            /** @description From when it is to hold. */
            holds_from: string;
            /** @description Its identity. */
            id: string;
            /** @description What is asked. */
            policy: string;
            /** @description Why. */
            reason: string;
            /** @description When it was sent. */
            sent: string;
            /** @description What it is about, in a line. */
            title: string;
            /** @description When it was taken back. */
            withdrawn: string | null;
        };
        /** @description What somebody does about a directive. */
        DirectiveAct: {
            /** @description What. */
            act: components["schemas"]["DirectiveDeed"];
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description The counter-proposal, the objection, or a word with it. */
            words?: string;
        };
        /** @description What one receiver answers. */
        DirectiveAnswer: {
            /** @description `accept`, `counter`, `object`, or null while the answer is awaited. */
            answer: string | null;
            /** @description The unit, by its path. */
            unit: string;
            /** @description Its words. */
            words: string | null;
        };
        DirectiveAnswerShown: {
            answer: null | components["schemas"]["DirectiveReply"];
            /** @description `Spinning 2 committee, 21 October`; null while awaited. */
            by: string | null;
            unit: components["schemas"]["UnitRef"];
            words: string | null;
        };
        /**
         * @description The acts on a directive.
         * @enum {string}
         */
        DirectiveDeed: "accept" | "counter" | "object" | "withdraw";
        /** @enum {string} */
        DirectiveReply: "accept" | "counter" | "object";
        /** @enum {string} */
        DirectiveStatus: "open" | "answered" | "withdrawn";
        DirectiveView: components["schemas"]["Frame"] & {
            acts: components["schemas"]["Act_DirectiveAct"][];
            acts_note: string | null;
            answers: components["schemas"]["DirectiveAnswerShown"][];
            /** @description `Directive from Textiles, sent 20 October`. */
            eyebrow: string;
            from: components["schemas"]["UnitRef"];
            id: string;
            /** @description `Two of three have answered. In force from 1 November 2026.` */
            lede: string;
            reason: string;
            /** @description The policy itself. */
            sentence: string;
            status: components["schemas"]["DirectiveStatus"];
            /** @description Where one writes about it; null where the viewer cannot. */
            write_about: string | null;
        };
        /** @description Directives, the latest first. */
        Directives: {
            /** @description The directives. */
            directives: components["schemas"]["Directive"][];
        };
        /** @description A role is to be taken from a member. */
        Dismiss: {
            /** @description Which. */
            role: components["schemas"]["Role"];
        };
        /** @description It was done; there is nothing more to say. */
        Done: Record<string, never>;
        /** @description Who did what. */
        DoneRow: {
            /** @description `took an incident on`. */
            act: string;
            at: components["schemas"]["When"];
            /** @description The role that signed. */
            by: string;
            /** @description `at the tablet “Hall 2”`, where it was signed with a PIN. */
            device: string | null;
            /** @description Who that is, by number. */
            member: string | null;
            /** @description Its number in the audit of the node. */
            number: string;
            /** @description `refused: not theirs to do`. */
            refused: string | null;
            thing: null | components["schemas"]["ThingRef"];
            /** @description Why, as the program said it to them. */
            why: string | null;
        };
        /** @description Somebody comes with a code, and would know where it leads. */
        DoorCode: {
            /** @description The code of a link, which stands there after `#`, or one that was read out. */
            code: string;
        };
        /**
         * @description The ways in.
         * @enum {string}
         */
        DoorKind: "sign_in" | "first" | "join";
        DoorView: components["schemas"]["Frame"] & {
            /** @description Whether it is for another password, and for nothing else. */
            anew: boolean;
            /** @description The code of the address, if it leads somewhere. */
            code: string | null;
            /** @description Whether it is for a display or a tablet. */
            device: boolean;
            kind: components["schemas"]["DoorKind"];
            lede: string;
            /**
             * Format: int32
             * @description Letters of a password at least.
             */
            password_letters: number;
            /** @description What the system is called to which one may sign in instead; null where there is none. */
            provider: string | null;
            role_text: string | null;
            sentence: string;
            /** @description Whether whoever comes has signed in. */
            signed_in: boolean;
            /** @description What they will sign with. */
            title_text: string | null;
            /** @description Why that let nobody in just now. */
            trouble: string | null;
            unit: null | components["schemas"]["UnitRef"];
            /** @description What is read where no script runs. */
            without_script: string;
        };
        /** @description Who is told first. */
        DutyBoard: {
            /** @description To whom the viewer can hand it; empty where that is not theirs to do. */
            hand_to: components["schemas"]["DutyRow"][];
            /** @description Whether the viewer can leave it to nobody. */
            may_end: boolean;
            /** @description Their name; null where nobody is on duty. */
            name: string | null;
            /** @description `on duty since Monday 08:00`, or what happens while nobody is. */
            standing: string;
            you: boolean;
        };
        /** @description Somebody to whom the duty can be handed. */
        DutyRow: {
            name: string;
            person: string;
            title: string;
        };
        /** @description How a need or an offer ends. */
        EndPost: {
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description How. */
            ending: components["schemas"]["PostEnding"];
        };
        /**
         * @description The readings of an equal share of the stretch: what a picture shows of them on one column of its
         *     points. Shares without a reading are left out.
         */
        Envelope: {
            /**
             * Format: int64
             * @description The time of its last.
             */
            at_ms: number;
            /** @description Whether one of them replaced another value, or came when its time was long past. */
            corrected: boolean;
            /**
             * Format: double
             * @description Its highest.
             */
            high: number;
            /**
             * Format: double
             * @description Its last.
             */
            last: number;
            /**
             * Format: double
             * @description Its lowest value.
             */
            low: number;
            /** @description How many readings it stands for. */
            readings: number;
            /**
             * Format: int64
             * @description The time of its first reading, in milliseconds since 1970.
             */
            since_ms: number;
        };
        /** @description A stretch of a series in envelopes, the earliest first. */
        Envelopes: {
            /** @description Where there are no more readings than envelopes were asked for, each reading is one. */
            envelopes: components["schemas"]["Envelope"][];
            /** @description The indicator's key. */
            indicator: string;
            /** @description UCUM unit of measure. */
            measure: string;
            /** @description How many readings there are in the stretch. */
            of: number;
            /** @description The unit's path. */
            unit: string;
            /** @description The unit's time zone, in whose hours the times are said. */
            zone: string;
        };
        Expected: {
            /** Format: double */
            lower: number;
            /** Format: double */
            upper: number;
        };
        /** @description One figure of today's report. */
        Figure: {
            /** @description The reading's time to post back. */
            at: string;
            /** @description `by 18:00`. */
            due: components["schemas"]["When"];
            expected: null | components["schemas"]["Expected"];
            indicator: components["schemas"]["IndicatorRef"];
            learning: null | components["schemas"]["Learnt"];
            previous: null | components["schemas"]["Previous"];
            /** @description The reason stored instead of a value, in words. */
            reason: string | null;
            received: null | components["schemas"]["When"];
            /**
             * Format: double
             * @description What is stored for `at`; null when nothing yet.
             */
            value: number | null;
        };
        /**
         * @description How a figure can be. `incident`: something is open about it.
         * @enum {string}
         */
        FigureState: "as_expected" | "better" | "unusual" | "incident" | "learning" | "stale" | "no_data" | "silent" | "locked" | "shared" | "shelved" | "corrected";
        /** @description The first account of a node. */
        First: {
            /** @description The code of the link that the program printed. */
            code: string;
            /** @description A name to sign in with. */
            login: string;
            /** @description The name that others see. */
            name: string;
            /** @description A password. */
            password: string;
        };
        /**
         * @description What a reading was when it was judged. `kept`: stored, not judged (learning, shelved). `back`:
         *     inside the reference band again.
         * @enum {string}
         */
        Flag: "as_expected" | "unusual" | "one_off" | "changed" | "back" | "better" | "corrected" | "kept";
        /** @description A chart as it was drawn at one time. */
        Flow: {
            /** @description When. */
            at: string;
            /** @description What is done. */
            boxes: components["schemas"]["FlowBox"][];
            /** @description Who drew it. */
            by: string;
            /** @description Its identity, by which the next says that it goes on from it. */
            id: string;
            /** @description What flows. */
            lines: components["schemas"]["FlowLine"][];
            /** @description The unit, by its path. */
            unit: string;
        };
        /** @description Something that is done. It shows a figure or a part, or neither. */
        FlowBox: {
            /** @description The key of one of the unit's figures. */
            figure?: string | null;
            /** @description Its name among the boxes: letters a-z, digits and `-`. */
            key: string;
            /** @description As people say it. */
            name: string;
            /** @description A direct part of the unit, by its path. */
            part?: string | null;
        };
        FlowDrawing: {
            boxes: components["schemas"]["FlowStep"][];
            lines: components["schemas"]["FlowRibbon"][];
        };
        /** @description What flows from one box to another. */
        FlowLine: {
            /** @description The key of the unit's figure that tells how much. */
            figure?: string | null;
            /** @description The key of the box that it leaves. */
            from: string;
            /** @description The key of another box, to which it goes. */
            to: string;
            /** @description As people say it; may be empty. */
            what?: string;
        };
        /** @description What flows from one box to another. */
        FlowRibbon: {
            /** @description The key of the figure that tells how much. */
            figure: string | null;
            from: string;
            to: string;
            /** @description As people say it; may be empty. */
            what: string;
        };
        /** @description A figure or a part that boxes and lines can show, as it stands now. */
        FlowShown: {
            /**
             * Format: double
             * @description Of figures the latest reading, of parts percent as of their released index.
             */
            actuality: number | null;
            /**
             * Format: double
             * @description What could be done now, as agreed: how high a box is.
             */
            capability: number | null;
            /** Format: int32 */
            decimals: number;
            figure: null | components["schemas"]["IndicatorRef"];
            part: null | components["schemas"]["UnitRef"];
            /** Format: double */
            potentiality: number | null;
            /** @description Whether what is missing is news: the red stub. */
            pressing: boolean;
            /** @description `short by 2.3 t a day`, or quieter where that is no news; null where nothing is missing. */
            short_text: string | null;
            state: components["schemas"]["FigureState"];
            /** @description `to be put right`, `no data`; null when as expected. */
            state_text: string | null;
            /** @description The whole of it in a sentence. */
            text: string;
            /** @description The unit of measure as people write it. */
            unit_text: string;
        };
        /** @description Something that is done. `figure` and `part` name one of `shown`. */
        FlowStep: {
            /** @description The key of a figure. */
            figure: string | null;
            key: string;
            name: string;
            /** @description The path of a part. */
            part: string | null;
        };
        /** @description A drawing that can be looked at again. */
        FlowVersion: {
            at: components["schemas"]["When"];
            /** Format: int32 */
            boxes: number;
            id: string;
            /** Format: int32 */
            lines: number;
            /** @description `Drawn by shift lead on Friday 16 October at 14:05.` */
            text: string;
        };
        FlowView: components["schemas"]["Frame"] & {
            /**
             * Format: int32
             * @description Boxes and lines that a drawing may have at most.
             */
            boxes_at_most: number;
            drawing: null | components["schemas"]["FlowDrawing"];
            /** @description What drawing does, said before it is done. */
            hint: string;
            lede: string;
            /** Format: int32 */
            lines_at_most: number;
            may_draw: boolean;
            proposed: null | components["schemas"]["FlowDrawing"];
            /** @description `Four steps. Yarn falls short of what it could do.` */
            sentence: string;
            /** @description Everything that boxes and lines show, or could. */
            shown: components["schemas"]["FlowShown"][];
            /** @description Which of `versions` that is. */
            version: string | null;
            /** @description The latest first. */
            versions: components["schemas"]["FlowVersion"][];
        };
        /** @description The drawings of a unit's flow that are kept in memory. */
        Flows: {
            /** @description The latest first. */
            flows: components["schemas"]["Flow"][];
        };
        /** @description What every view carries. */
        Frame: {
            /** @description The chain from the root down to `place`, both included. Every one is a link to its Room. */
            crumbs: components["schemas"]["UnitRef"][];
            keys: components["schemas"]["PageKey"][];
            lang: components["schemas"]["Lang"];
            me: null | components["schemas"]["Me"];
            /** @description The server's clock in the place's zone; `text` is `09:40`. */
            now: components["schemas"]["When"];
            place: null | components["schemas"]["UnitRef"];
            /** @description For `<title>`. */
            title: string;
            viewer: null | components["schemas"]["UnitRef"];
        };
        /**
         * @description The sign inside the hexagon. `words`: asked for help; `missed`: an obligation was missed;
         *     `group`: several as one.
         * @enum {string}
         */
        Glyph: "step_down" | "step_up" | "slope_down" | "slope_up" | "unusual" | "silent" | "alarm" | "words" | "missed" | "group" | "better";
        /** @description The duty is to be somebody's. */
        HandOver: {
            /** @description The number of the member; none: nobody's. */
            person?: string | null;
        };
        /** @description A call for help in words. */
        Help: {
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description The unit that asks, by its path. */
            unit: string;
            /** @description What is asked for. */
            words: string;
        };
        /** @description A call for help that was sent. */
        HelpAnswer: {
            /** @description Under which it is found among the incidents: the obligation that it opened one level up. */
            incident: string;
        };
        /** @description The past of some indicators of one unit, as a table. */
        History: {
            /** @description The role that signs, where nobody signs in. */
            by?: string;
            /** @description Keys of the indicators, in the order of the values. */
            indicators: string[];
            /** @description Only say what would become of it. */
            preview?: boolean;
            /** @description The rows, in any order. */
            rows: components["schemas"]["HistoryRow"][];
        };
        /** @description A history that was refused as a whole: a problem, with all that is wrong. */
        HistoryRefused: components["schemas"]["Problem"] & {
            /** @description How many there are. */
            problem_count: number;
            /** @description What is wrong; the first thousand. */
            problems: components["schemas"]["CellProblem"][];
        };
        /** @description What was reported for one time. */
        HistoryRow: {
            /** @description A time with zone (RFC 3339), or a time or date of the unit's own zone. */
            at: string;
            /** @description A value for each of the indicators; null where there is none. */
            values: (number | null)[];
        };
        /** @description What became of it. */
        HistoryTaken: {
            /** @description The first time, with the unit's offset; null where there is no reading. */
            from: string | null;
            /** @description Readings that are kept now; in a preview those that would be. */
            readings: number;
            /** @description Readings that an earlier try had brought. */
            repeated: number;
            /** @description The last time. */
            to: string | null;
        };
        /** @description Another system that a unit tells. */
        Hook: {
            /** @description The number of the member who set it up. */
            by: string;
            /** @description Its id. */
            id: string;
            /** @description The language of the sentence in it. */
            lang: string;
            /** @description Since when. */
            made: string;
            /** @description Where it is. */
            url: string;
        };
        /** @description Another system that is told. */
        HookRow: {
            /** @description Who set it up, by name; empty once they have left. */
            by: string;
            id: string;
            since: components["schemas"]["When"];
            url: string;
        };
        /** @description The other systems that a unit tells. */
        Hooks: {
            /** @description The first first. */
            hooks: components["schemas"]["Hook"][];
        };
        /** @description Something that somebody must deal with. */
        Incident: {
            /** @description `change`, `silence`, `alarm` or `missed`. */
            cause: string;
            /** @description When it ended. */
            closed: string | null;
            /** @description How it ended. */
            end: string | null;
            /** @description The unit that holds it, by its path. */
            holder: string;
            /** @description Its identity. */
            id: string;
            /** @description When it opened. */
            opened: string;
            /** @description `running`, `waiting`, `settling` or `closed`. */
            phase: string;
            /** @description Each rise, the first first. */
            rises: components["schemas"]["Rise"][];
            /** @description When it rises if nothing stops its clock. */
            rises_at: string | null;
            /** @description The series it is about. */
            strands: components["schemas"]["Strand"][];
            /** @description The role that has taken it on, where it is held. */
            taken_on_by: string | null;
            /** @description The unit where it began, by its path. */
            unit: string;
        };
        /** @description What somebody does about an incident. */
        IncidentAct: {
            /** @description What. */
            act: components["schemas"]["IncidentDeed"];
            /** @description The person's role, in their own words. */
            by?: string;
            cause?: null | components["schemas"]["Cause"];
            /** @description With `name_owner`: the owner's role. */
            owner?: string | null;
            real?: null | components["schemas"]["Real"];
            /** @description With `answer` and `shelve`: until when, a date of the acting unit's zone. */
            until?: string | null;
            /** @description Words with it. */
            words?: string;
        };
        /** @description What like this was there before, for the unit's own people. */
        IncidentBefore: {
            heading: string;
            /** @description `The first of its kind here since 12 March 2026.` null where there was something. */
            none: string | null;
            /** @description The most alike first, three at most. */
            precedents: components["schemas"]["Precedent"][];
        };
        /**
         * @description The acts on an incident.
         * @enum {string}
         */
        IncidentDeed: "take_on" | "claim_mended" | "ask_help" | "pass_up" | "name_owner" | "answer" | "offer_help" | "help_came" | "note" | "shelve" | "verdict" | "confirm_verdict";
        /** @enum {string} */
        IncidentStatus: "unusual" | "open" | "settling" | "shelved" | "closed";
        IncidentView: components["schemas"]["Frame"] & {
            acts: components["schemas"]["Act_IncidentAct"][];
            /** @description `Only Spinning 2 can say that help has arrived, …`; null for none. */
            acts_note: string | null;
            back: null | components["schemas"]["Back"];
            before: null | components["schemas"]["IncidentBefore"];
            /**
             * @description The chances in words: `Almost certainly a step; hardly a slope.` null when `chances` is
             *     empty.
             */
            belief: string | null;
            /** @description What this viewer sees and does not: `We see this one series from Friday 16 October on, …`. */
            boundary: string | null;
            /** @description Empty for silence and for a person's alarm. */
            chances: components["schemas"]["Chance"][];
            chart: null | components["schemas"]["Chart"];
            clock: null | components["schemas"]["Clock"];
            /** @description `Time to put it right, with us`. */
            clock_heading: string | null;
            glyph: components["schemas"]["Glyph"];
            id: string;
            ladder: components["schemas"]["Rung"][];
            lede: string;
            /** @description Everything that happened to the incident, oldest first. */
            log: components["schemas"]["LogLine"][];
            obligations: components["schemas"]["ObligationShown"][];
            /** @description A person's alarm or request, word for word. */
            quote: string | null;
            /** @description The story in a sentence. */
            sentence: string;
            /** @description `unusual`: told, kind unknown, no clock. */
            status: components["schemas"]["IncidentStatus"];
            /** @description `Step down. Reached Textiles on Thursday at 18:00`. */
            tag: string;
            tone: components["schemas"]["Tone"];
            words: components["schemas"]["Words"][];
            /** @description `from here on; earlier notes stay with the plant`; null for none. */
            words_scope: string | null;
            /** @description Where one writes about it; null where the viewer cannot. */
            write_about: string | null;
        };
        /** @description Incidents that reached the viewer, the latest first. */
        Incidents: {
            /** @description The incidents. */
            incidents: components["schemas"]["Incident"][];
        };
        /** @description A series that a unit reports. */
        Indicator: {
            /** @description How the readings of a day make the day's figure: `sum` or `mean`. */
            aggregate: string;
            /** @description How often it is due. */
            cadence: string;
            /** @description Which way is good. */
            direction: components["schemas"]["IndicatorDirection"];
            /** @description Whether anything was ever reported of it: until then it can be taken back. */
            has_readings: boolean;
            /** @description Its name in addresses and reports. */
            key: string;
            /** @description UCUM unit of measure. */
            measure: string;
            /** @description Its name. */
            name: string;
            /** @description When it was retired; null while it is reported. */
            retired: string | null;
            /** @description What it is about. */
            sphere: components["schemas"]["IndicatorSphere"];
        };
        /**
         * @description Which way of an indicator is good.
         * @enum {string}
         */
        IndicatorDirection: "more" | "less" | "on-target";
        /**
         * @description An indicator of the unit the page is about. `unit_text` is the unit of measure as people write
         *     it: `t a day`, `%`.
         */
        IndicatorRef: {
            /**
             * Format: int32
             * @description Digits after the decimal point with which its values are written.
             */
            decimals: number;
            key: string;
            name: string;
            unit_text: string;
        };
        /**
         * @description What an indicator is about.
         * @enum {string}
         */
        IndicatorSphere: "work" | "zero-is-best" | "about-people";
        IndicatorView: components["schemas"]["Frame"] & {
            bar: null | components["schemas"]["Bar"];
            belief: string | null;
            beside: components["schemas"]["Beside"];
            chances: components["schemas"]["Chance"][];
            chart: null | components["schemas"]["Chart"];
            indicator: components["schemas"]["IndicatorRef"];
            /** @description Whether there are more readings than the chart has points: those come in envelopes. */
            is_long: boolean;
            /** @description Cadence, direction, how many readings, about people or not, in words. */
            lede: string;
            /** @description `Yarn output is 8.1 t a day, lower than expected.` */
            sentence: string;
            state: components["schemas"]["FigureState"];
            state_text: string | null;
            terms: components["schemas"]["TermShown"][];
            told: components["schemas"]["Told"][];
            /** @description Where one writes about it; null where the viewer cannot. */
            write_about: string | null;
        };
        /** @description What a unit reports. */
        Indicators: {
            /** @description The indicators, in the order in which they were laid down. */
            indicators: components["schemas"]["Indicator"][];
        };
        /** @description Somebody who is invited and has not come. */
        InvitationRow: {
            id: string;
            role_text: string;
            title: string;
            until: components["schemas"]["When"];
        };
        /** @description How they come in. It is said once. */
        Invited: {
            /** @description To read out and type. */
            code: string;
            /** @description The same as an address of this server. */
            link: string;
            /** @description The same as a picture for a telephone to read: SVG, a QR code. */
            qr: string | null;
            /** @description Until when. */
            until: string;
        };
        /** @description Somebody comes by an invitation; whoever has signed in needs the code alone. */
        Join: {
            /** @description The code of the invitation. */
            code: string;
            /** @description A name to sign in with. */
            login?: string | null;
            /** @description The name that others see. */
            name?: string | null;
            /** @description A password. */
            password?: string | null;
        };
        /** @description Where they belong now. */
        Joined: {
            /** @description The path of the unit; nothing where only the password is another. */
            unit: string;
        };
        /** @description A reading that is kept. */
        Kept: {
            /** @description Its time, with the offset of the unit. */
            at: string;
            /** @description The indicator's key. */
            indicator: string;
            /** @description The unit's path. */
            unit: string;
            /**
             * Format: double
             * @description Its value.
             */
            value: number;
        };
        /** @description A charter that was laid down. */
        LaidDown: {
            /** @description The units that it names, as they are now. */
            units: components["schemas"]["Unit"][];
        };
        /** @enum {string} */
        Lang: "en" | "es";
        /** @description So many readings of as many as are needed before the filter judges. */
        Learnt: {
            /** Format: int32 */
            needed: number;
            /** Format: int32 */
            seen: number;
        };
        /**
         * @description The last 42 days of an index or an indicator, small. `null` is a day without data; the last
         *     `unreleased` days are not shown yet.
         */
        Line: {
            /** Format: double */
            lower: number | null;
            /** Format: int32 */
            unreleased: number;
            /** Format: double */
            upper: number | null;
            values: (number | null)[];
        };
        /** @description What could not be taken in of one line, and what would be right. */
        LineProblem: {
            /** @description What would be right. */
            expected: string;
            /** @description Which field of it. */
            field: string;
            /** @description Which line: its place in `readings`, or under the header of a CSV, from 0. */
            index: number;
            /** @description All of it in a sentence. */
            message: string;
            /** @description What was given. */
            value: string;
        };
        LogLine: {
            text: string;
            when: components["schemas"]["When"];
        };
        /** @description Who looked at one of our figures. */
        LookedRow: {
            /**
             * Format: int32
             * @description On how many days.
             */
            days: number;
            indicator: components["schemas"]["IndicatorRef"];
            /** @description The last of them, a date by UTC. */
            last: string;
            /** @description `Textiles looked at yarn output on 3 days, last on Friday 16 October.` */
            text: string;
            unit: components["schemas"]["UnitRef"];
        };
        /** @description With what it reports. It is said once. */
        MachineKey: {
            /** @description To be sent as `Authorization: Bearer KEY`. */
            key: string;
        };
        /** @description Something new by its id. */
        Made: {
            /** @description The id. */
            id: string;
        };
        /** @description With what it knows that it is us. It is said once. */
        MadeHook: {
            /** @description Its id. */
            id: string;
            /** @description As Standard Webhooks has it: `whsec_` and base 64. */
            secret: string;
        };
        /** @description A vertical line: the change itself, the moment it reached us, the moment it will rise. */
        Mark: {
            at: string;
            kind: components["schemas"]["MarkKind"];
            /** @description `step down, Fri 16`. */
            text: string;
        };
        /** @enum {string} */
        MarkKind: "since" | "reached" | "rises";
        /** @description Who looks, where people sign in. */
        Me: {
            /** @description That a display or a tablet has to be set up anew soon, and by whom; nothing where it has not. */
            ends: string | null;
            name: string;
            /** @description Whether they keep the program running. */
            operator: boolean;
            units: components["schemas"]["MyUnit"][];
        };
        MeView: components["schemas"]["Frame"] & {
            lede: string;
            /** @description Whether it is. */
            linked: boolean;
            login: string;
            memberships: components["schemas"]["MembershipRow"][];
            /**
             * Format: int32
             * @description Letters of a password at least.
             */
            password_letters: number;
            /** @description Whether there is a PIN with which to sign at shared devices; null for whoever signs at none. */
            pin: boolean | null;
            /**
             * @description What the system is called whose account this one can be as well; null where there is none, or
             *     where it is that system's alone.
             */
            provider: string | null;
            sentence: string;
            sessions: components["schemas"]["SessionRow"][];
            /** @description Whether one-time codes are asked for. */
            totp: boolean;
            /** @description Whether they should be. */
            totp_wanted: boolean;
        };
        /** @description A member in one role. */
        MemberRow: {
            /** @description Whether a group of the sign-in brought it, and takes it along when it goes. */
            brought: boolean;
            may_dismiss: boolean;
            name: string;
            person: string;
            role: components["schemas"]["Role"];
            role_text: string;
            since: components["schemas"]["When"];
            title: string;
            you: boolean;
        };
        /** @description A unit that one belongs to. */
        MembershipRow: {
            role: components["schemas"]["Role"];
            role_text: string;
            title: string;
            unit: components["schemas"]["UnitRef"];
        };
        /**
         * @description Which way a message went.
         * @enum {string}
         */
        MessageCourse: "up" | "down" | "sideways" | "within" | "across";
        /** @description A message by its id, with its first words. */
        MessageRef: {
            id: string;
            text: string;
        };
        MessageShown: {
            about: null | components["schemas"]["ThingRef"];
            /** @description `answered by Fiap`. */
            answered: string | null;
            answers: null | components["schemas"]["MessageRef"];
            course: components["schemas"]["MessageCourse"];
            from: components["schemas"]["UnitRef"];
            /** @description `Textiles, coordinator, to us`. */
            heading: string;
            /** @description Its name for this viewer, and for no other. */
            id: string;
            is_ours: boolean;
            may_answer: boolean;
            /** @description Whether it waits for an answer of ours. */
            waits: boolean;
            words: string;
        };
        /** @description The story of a rehearsal, of which the page asks by itself: see `wire::minute`. */
        MinutePage: components["schemas"]["Frame"] & {
            lede: string;
            sentence: string;
        };
        /** @description A step of a negotiation, oldest first. */
        Move: {
            amount: components["schemas"]["Amount"];
            /** @description `Textiles committee, 20 October`. */
            by: string;
            /** @description `Textiles answers with 4`. */
            heading: string;
            words: string;
        };
        /** @description A unit that one belongs to, in one role. */
        MyUnit: {
            role: components["schemas"]["Role"];
            title: string;
            unit: components["schemas"]["UnitRef"];
        };
        /** @description What a unit announces about its own figures. */
        NewAnnouncement: {
            /** @description The person's role, in their own words. */
            by?: string;
            /**
             * Format: double
             * @description With `new_level`: by how much, in the indicator's unit of measure, where that is known.
             */
            change?: number | null;
            /** @description The first day, a date of the unit's zone; where none is given, today, as far as it has not been reported. */
            from?: string | null;
            /** @description The indicator's key; null for all that the unit reports. */
            indicator?: string | null;
            /** @description What is to be expected. */
            kind: components["schemas"]["AnnouncementKind"];
            /** @description The unit, by its path: the viewer's own. */
            unit: string;
            /** @description With `apart`: the last day, a date of the unit's zone. */
            until?: string | null;
            /** @description What it is. */
            words: string;
        };
        /** @description A display or a tablet is to be set up. */
        NewDevice: {
            /** @description As what: wall or tablet. */
            role: components["schemas"]["Role"];
            /** @description What it is called. */
            title: string;
        };
        /** @description A directive that somebody sends. */
        NewDirective: {
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description From when it is to hold, a date. */
            from: string;
            /** @description What is asked; its first line is its title. */
            policy: string;
            /** @description Paths of the parts that it goes to; all direct parts where it is empty. */
            to?: string[];
            /** @description The unit that sends it, by its path. */
            unit: string;
            /** @description Why. */
            words: string;
        };
        /** @description Draws the chart of the unit's flow anew. */
        NewFlow: {
            /** @description What is done, 1 to 64 of them. */
            boxes: components["schemas"]["FlowBox"][];
            /** @description The person's role, in their own words. */
            by?: string;
            /**
             * @description The drawing that this one goes on from, by its id; nothing for the first. If another came in between,
             *     the answer is 409.
             */
            follows?: string | null;
            /** @description What flows, at most 160. They may lead back. */
            lines?: components["schemas"]["FlowLine"][];
            /** @description The unit, by its path: the viewer's own. */
            unit: string;
        };
        /** @description Another system is to be told. */
        NewHook: {
            /** @description `en` or `es`; else what the request prefers. */
            lang?: string | null;
            /** @description Where it is: `https://`, in the public internet. */
            url: string;
        };
        /** @description A place is to be kept for somebody. */
        NewInvitation: {
            /** @description The path of a part without committee, where the first of its committee is invited. */
            for?: string | null;
            /** @description As what: worker, committee, coordinator or auditor. */
            role: components["schemas"]["Role"];
            /** @description What they sign with: a role in the unit's own words. */
            title: string;
        };
        /** @description A machine is to report. */
        NewKey: {
            /** @description What it is called. */
            title: string;
        };
        /** @description A message. */
        NewMessage: {
            about?: null | components["schemas"]["About"];
            /** @description The person's role, in their own words. */
            by?: string;
            /**
             * Format: int64
             * @description Which run of its numbers.
             */
            epoch?: number;
            /** @description With `answer`: the message that is answered; with `poster`: the need or offer. */
            of?: string;
            /**
             * Format: int64
             * @description The number of the message.
             */
            seq: number;
            /** @description Which device or program sends it: with the two below, what is sent twice is one message. */
            source: string;
            /** @description To whom. */
            to: components["schemas"]["To"];
            /** @description The unit that writes, by its path. */
            unit: string;
            /** @description With `parts` and `sisters`: which of them, by their paths. All parts where none is named. */
            units?: string[];
            /** @description What is written. */
            words: string;
        };
        /** @description A part that is to live on a node of its own. */
        NewNode: {
            /** @description Its path. */
            for: string;
        };
        /** @description Proposes that another unit may see some figures. */
        NewOpening: {
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description The keys of the figures. */
            indicators: string[];
            /** @description The request that this grants. */
            request?: string | null;
            /** @description The first day that is shown, a date of the unit's zone; where none is given, today. */
            since?: string | null;
            /** @description The unit that may see them, by its path. */
            to: string;
            /** @description The unit whose figures these are, by its path: the viewer's own. */
            unit: string;
            /** @description The last day on which they may be seen, a date of the unit's zone, 30 days ahead at most. */
            until: string;
            /** @description Why. */
            words: string;
        };
        /** @description A password in place of another. */
        NewPassword: {
            /** @description The one that is to hold. */
            new_password: string;
            /** @description The one that holds. */
            password: string;
        };
        /** @description With what somebody signs at shared devices from now on. */
        NewPin: {
            /** @description Six digits. */
            pin: string;
        };
        /** @description A need or an offer. */
        NewPost: {
            /** @description How much of it, in words. */
            amount?: string;
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description Which of the two. */
            kind: components["schemas"]["PostKind"];
            /** @description The unit that posts it, by its path. */
            unit: string;
            /** @description The last day on which it stands, in the unit's zone. */
            until: string;
            /** @description What is needed or offered. */
            words: string;
        };
        /** @description A device wants to be told. */
        NewPush: {
            /** @description Its secret, `auth`. */
            auth: string;
            /** @description What its owner knows it by. */
            device: string;
            /** @description Where its service takes messages, as its browser says. */
            endpoint: string;
            /** @description Its public key, `p256dh`. */
            key: string;
            /** @description `en` or `es`; else what the request prefers. */
            lang?: string | null;
            quiet?: null | components["schemas"]["Quiet"];
        };
        /** @description Asks a unit to be let see its figures. */
        NewRequest: {
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description The unit that is asked, by its path. */
            unit: string;
            /** @description Why. All sister units of the one that is asked read it. */
            words: string;
        };
        /** @description Somebody wants to be told by mail. */
        NewWay: {
            /** @description The address. */
            address: string;
            /** @description `en` or `es`; else what the request prefers. */
            lang?: string | null;
            quiet?: null | components["schemas"]["Quiet"];
        };
        /**
         * @description Why there is no figure. Posted as `reason`; `other` needs words.
         * @enum {string}
         */
        NoDataReason: "instrument" | "nobody" | "stood_still" | "other";
        /** @description Another node. */
        Node: {
            /** @description When they were linked anew. */
            anew_since: string | null;
            /** @description When the other had told all that it knows after that. */
            anew_told: string | null;
            /**
             * Format: int64
             * @description How many of them it has on its disk.
             */
            delivered: number;
            /** @description When that was last said. */
            delivered_at: string | null;
            /**
             * Format: int64
             * @description How often the two were linked.
             */
            epoch: number;
            /**
             * Format: int64
             * @description Letters of the other that were taken in.
             */
            heard: number;
            /** @description When the last was. */
            heard_at: string | null;
            /** @description The other's key. */
            key: string;
            /** @description Whether the other stands above or below it. */
            other: string;
            /**
             * @description Which of the two was put back to an earlier state, so that no letters pass: `here`, `there` or
             *     `either`.
             */
            put_back: string | null;
            /** @description Since when they are linked. */
            since: string;
            /** @description Why it is not reached. */
            trouble: string | null;
            /** @description The path of the unit at the border. */
            unit: string;
            /**
             * Format: int64
             * @description Letters written to it.
             */
            written: number;
        };
        /** @description A code that leads a node to its place. */
        NodeCode: {
            /** @description To be read out; shown once, good once. */
            code: string;
            /** @description The same as a picture for a telephone to read: SVG, a QR code. */
            qr: string | null;
            /** @description Until when. */
            until: string;
        };
        /** @description What a node comes with. */
        NodeJoin: {
            /** @description The code. */
            code: string;
            /** @description Its public key (Ed25519), in base64. */
            key: string;
            known?: null | components["schemas"]["NodeKnown"];
            /** @description The code, sealed with the key, in base64. */
            seal: string;
        };
        /** @description What it learns. */
        NodeJoined: {
            /** @description The public key of the node above, in base64. */
            key: string;
            /** @description The levels above it, as docs/formats/link.md has them, in base64. */
            levels: string;
            /** @description How the two go on. */
            numbers: components["schemas"]["NodeNumbers"];
            /** @description The path of the unit that lives on it. */
            unit: string;
        };
        /** @description A link, as the node below knows it. */
        NodeKnown: {
            /**
             * Format: int64
             * @description How often the two were linked.
             */
            epoch: number;
            /**
             * Format: int64
             * @description Letters of the other that it took in.
             */
            heard: number;
            /** @description The path of the unit that lives on it. */
            unit: string;
            /**
             * Format: int64
             * @description Letters it wrote.
             */
            written: number;
        };
        /** @description How two nodes go on: letters of either bear higher numbers than these. */
        NodeNumbers: {
            /**
             * Format: int64
             * @description Letters of the upper node.
             */
            down: number;
            /**
             * Format: int64
             * @description How often they are linked by now.
             */
            epoch: number;
            /**
             * Format: int64
             * @description Letters of the lower node.
             */
            up: number;
        };
        /** @description Another node that this one is tied to. */
        NodeRow: {
            /** @description `Linked anew; each had told what it knows today at 14:31.` */
            anew: string | null;
            /** @description What both read out to each other: the other's key. */
            fingerprint: string;
            is_cut: boolean;
            /** @description Whether the other was heard since they are tied. */
            is_heard: boolean;
            /** @description `The wire to Textiles is whole.` */
            sentence: string;
            side: components["schemas"]["NodeSide"];
            /** @description `last heard today at 14:31; no letter waits for it here`. */
            standing: string;
            /** @description What is to be done, where one of the two was put back to an earlier state. */
            todo: string | null;
            /** @description What is in the way, as a machine said it. */
            trouble: string | null;
            /** @description The part that lives there; of the node above, the level that does. */
            unit: components["schemas"]["UnitRef"];
        };
        /** @enum {string} */
        NodeSide: "above" | "below";
        /** @description Nodes that this one is linked with. */
        Nodes: {
            /** @description The key of this node: NAME+ID+KEY. */
            key: string;
            /** @description Those that concern the unit. */
            nodes: components["schemas"]["Node"][];
        };
        /** @description What a level owes. */
        Obligation: {
            /** @description What was answered. */
            answer: string | null;
            /** @description When the answer is due. */
            answer_by: string;
            /** @description Who is owed to, by its path. */
            creditor: string;
            /** @description Who owes, by its path. */
            debtor: string;
            /** @description When the helped unit said that help came. */
            help_came: string | null;
            /** @description Its identity. */
            id: string;
            /** @description The incidents that it is owed for, as far as the viewer may see them. */
            incidents: string[];
            /** @description What help was offered. */
            offer: string | null;
            /** @description When it began. */
            opened: string;
            /** @description The role that owns it. */
            owner: string | null;
            /** @description `rise`, `group`, `help` or `safety`. */
            reason: string;
            /** @description `owed`, `owned`, `answered`, `missed`, `late`, `met` or `released`. */
            state: string;
        };
        /** @description What somebody does about an obligation. */
        ObligationAct: {
            /** @description What. */
            act: components["schemas"]["ObligationDeed"];
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description With `name_owner`: the owner's role. */
            owner?: string | null;
            /** @description With `answer`: until when help will come, a date of the acting unit's zone. */
            until?: string | null;
            /** @description Words with it. */
            words?: string;
        };
        /**
         * @description The acts on an obligation.
         * @enum {string}
         */
        ObligationDeed: "name_owner" | "answer" | "offer_help" | "help_came";
        /** @description What a level owes for an incident it received. */
        ObligationShown: {
            answer: null | components["schemas"]["Words"];
            clock: null | components["schemas"]["Clock"];
            /** @description `If we do not, this rises from us to Nation.` */
            consequence: string;
            /** @description `Answer by today 18:00`. */
            demand: string;
            /** @description `What we owe Spinning 2`. */
            heading: string;
            /** @description `Help came on Friday 10:15, says Spinning 2`; null when it has not. */
            help_came: string | null;
            /** @description Help offered; only the helped unit can say that it came. */
            offers: components["schemas"]["Words"][];
            /** @description True when the viewer owes it. */
            ours: boolean;
            /** @description The named owner's role; null when nobody yet. */
            owner: string | null;
            state: components["schemas"]["ObligationState"];
            /** @description Who owes. */
            unit: components["schemas"]["UnitRef"];
        };
        /** @enum {string} */
        ObligationState: "open" | "answered" | "met" | "missed";
        /** @description What is owed by, and to, the viewer; the latest first. */
        Obligations: {
            /** @description The obligations. */
            obligations: components["schemas"]["Obligation"][];
        };
        /** @description What one side put on the table. */
        Offer: {
            /** @description When. */
            at: string;
            /** @description Who signed for the side. */
            by: string;
            /** @description First day on which it is to hold. */
            from: string;
            /** @description Why. */
            reason: string;
            /** @description When both look at it again. */
            review: string | null;
            /** @description `unit` or `above`. */
            side: string;
            /**
             * Format: double
             * @description The value.
             */
            value: number;
        };
        /** @description Who of a unit is told first. */
        OnDuty: {
            /** @description Their name. */
            name: string | null;
            /** @description The number of the member; none where nobody is on duty. */
            person: string | null;
            /** @description Since when. */
            since: string | null;
        };
        /** @description Figures of the viewer's unit that another may see, or is about to. */
        Opening: {
            /** @description When it was proposed. */
            at: string;
            /** @description When it ended. */
            ended: string | null;
            /** @description Its identity. */
            id: string;
            /** @description The keys of the figures. */
            indicators: string[];
            /** @description When it opened. */
            opened: string | null;
            /** @description The request that it grants. */
            request: string | null;
            /** @description Who has signed. */
            signed: components["schemas"]["Signature"][];
            /** @description The first day that is shown. */
            since: string;
            /** @description `proposed`, `in_force`, `closed` or `over`. */
            state: string;
            /** @description The unit that may see them, by its path. */
            to: string;
            /** @description When it is over. */
            until: string;
            /** @description Why. */
            words: string;
        };
        /** @description Figures that are open, were, or are to be. */
        OpeningRow: {
            acts: components["schemas"]["Act_SharingAct"][];
            id: string;
            indicators: components["schemas"]["IndicatorRef"][];
            /** @description The request that it grants. */
            request: string | null;
            /** @description `Yarn output: open to Textiles, until Wednesday 1 April`. */
            sentence: string;
            /** @description `committee, 2 March`; empty for what another unit opens. */
            signed: string[];
            /** @description `from Mon 2 Mar to Wed 1 Apr`. */
            standing: string;
            state: components["schemas"]["OpeningState"];
            /** @description The unit on the other side. */
            unit: components["schemas"]["UnitRef"];
            until: components["schemas"]["When"];
            words: string;
        };
        /** @enum {string} */
        OpeningState: "proposed" | "in_force" | "closed" | "over";
        /** @description What a unit opens, and what is opened to it. */
        Openings: {
            /** @description What it opens, or opened; the latest first. */
            given: components["schemas"]["Opening"][];
            /** @description What is or was open to it; the latest first. */
            received: components["schemas"]["Received"][];
        };
        /**
         * @description The pages that exist for this viewer at this place, in the order of the keys.
         * @enum {string}
         */
        PageKey: "room" | "today" | "flow" | "plan" | "telex";
        /** @description A part that has no committee yet. */
        PartRow: {
            unit: components["schemas"]["UnitRef"];
        };
        /** @description A page as it was, or on its way. */
        PastPage: components["schemas"]["Frame"] & {
            at: components["schemas"]["When"];
            /** @description The same hour of the working day before and after. */
            day_back: string | null;
            day_forth: string | null;
            /** @description When the unit was told something, before and after. */
            event_back: string | null;
            event_forth: string | null;
            /** @description The first time of which something is known, and the present. */
            first: string;
            lede: string;
            present: string;
            /** @description `As of Sunday 3 May 2026, 14:00, as known then.` */
            sentence: string;
            /**
             * Format: double
             * @description What is made of it, from 0 to 1, while it is being made.
             */
            share: number | null;
            shown: null | components["schemas"]["View"];
        };
        PeopleView: components["schemas"]["Frame"] & {
            devices: components["schemas"]["DeviceRow"][];
            invitations: components["schemas"]["InvitationRow"][];
            lede: string;
            may_invite: boolean;
            members: components["schemas"]["MemberRow"][];
            parts: components["schemas"]["PartRow"][];
            roles: components["schemas"]["RoleRow"][];
            sentence: string;
        };
        /** @description Somebody is about to sign at a shared device. */
        PinGiven: {
            /** @description Who, by number. */
            person: string;
            /** @description Their PIN. */
            pin: string;
        };
        /** @description What is wrong at one place. */
        PlaceProblem: {
            /** @description What would be right. */
            expected: string;
            /** @description Where: `units[3].indicators[0].cadence`. */
            place: string;
            /** @description What was given. */
            value: string;
        };
        /** @description A row of a list. */
        PlanLine: {
            /** @description True when the viewer's answer is awaited. */
            awaits_us: boolean;
            heading: string;
            id: string;
            kind: components["schemas"]["PlanLineKind"];
            /** @description `Spinning 2 proposes 5 working days. Textiles offers 4.` */
            sentence: string;
            /** @description `review 31 October 2026`, `sent 20 Oct`. */
            standing: string;
        };
        /** @enum {string} */
        PlanLineKind: "agreement" | "directive";
        PlanView: components["schemas"]["Frame"] & {
            agreements: components["schemas"]["PlanLine"][];
            /** @description What the unit said beforehand of its own figures; empty for anybody else. */
            announced: components["schemas"]["Announced"][];
            directives: components["schemas"]["PlanLine"][];
            lede: string;
            /** @description The figures of which the viewer may announce something; empty when it may not. */
            may_announce: components["schemas"]["IndicatorRef"][];
            /** @description The parts to which the viewer may send a directive; empty when it may not. */
            may_direct: components["schemas"]["UnitRef"][];
            /** @description Empty when the viewer may not propose here. */
            may_propose: components["schemas"]["Proposable"][];
            sentence: string;
        };
        /** @description From a day on it was agreed to be this; null where nothing was. */
        Planned: {
            from: string;
            /** Format: double */
            value: number | null;
        };
        /** @description One reading. */
        Point: {
            /**
             * Format: int64
             * @description When it was true, in milliseconds since 1970.
             */
            at_ms: number;
            /** @description Whether it replaced another value, or came when its time was long past. */
            corrected: boolean;
            /**
             * Format: double
             * @description In the unit of measure.
             */
            value: number;
        };
        /**
         * @description One reading or one down-sampled bucket. `lower` and `upper` are what the filter expected of
         *     it, 95%; null while it learns.
         */
        PointShown: {
            at: string;
            flag: components["schemas"]["Flag"];
            /** Format: double */
            lower: number | null;
            /** Format: double */
            upper: number | null;
            /** Format: double */
            value: number;
        };
        /**
         * @description The ways in which its unit ends it.
         * @enum {string}
         */
        PostEnding: "met" | "withdrawn";
        /**
         * @description A need or an offer?
         * @enum {string}
         */
        PostKind: "need" | "offer";
        PostRow: {
            /** @description How much of it; may be empty. */
            amount: string;
            /** @description Its name for this viewer, and for no other. */
            id: string;
            is_ours: boolean;
            kind: components["schemas"]["PostKind"];
            may_answer: boolean;
            may_end: boolean;
            /** @description `Hilandería, head of works, on Thursday at 09:12; until Friday 20 November`. */
            standing: string;
            state: components["schemas"]["PostState"];
            unit: components["schemas"]["UnitRef"];
            words: string;
        };
        /**
         * @description Where a need or an offer stands.
         * @enum {string}
         */
        PostState: "standing" | "met" | "withdrawn" | "expired";
        /** @description Something like it that was there before. */
        Precedent: {
            /** @description Leads to `/{place.path}/i/{incident}`. */
            incident: string;
            /** @description `Yarn output fell 18% on Friday 16 October, to 8.1 t a day.` */
            sentence: string;
            /** @description `Mended: “new belt”; help came from Textiles; back after 1½ working days.` */
            story: string;
        };
        Previous: {
            text: string;
            /** Format: double */
            value: number;
        };
        /** @description `application/problem+json`. */
        Problem: {
            /** @description What was given, and what would be right. */
            detail: string;
            /** @description The field of the request that is wrong, where it is one. */
            field?: string | null;
            /**
             * Format: int32
             * @description The status of the answer.
             */
            status: number;
            /** @description The kind in words. */
            title: string;
            /** @description The kind of problem, a relative address. */
            type: string;
        };
        /** @description problem+json (RFC 9457), also inlined as the view when a page cannot be shown. */
        ProblemShown: {
            detail: string;
            /** Format: int32 */
            status: number;
            title: string;
            type: string;
        };
        ProblemView: components["schemas"]["Frame"] & {
            problem: components["schemas"]["ProblemShown"];
        };
        /**
         * @description What this unit may propose to the level above. `indicator` null: the whole unit. `value_unit`
         *     null: no value is asked (retire).
         */
        Proposable: {
            /**
             * Format: double
             * @description What holds now.
             */
            current: number | null;
            indicator: null | components["schemas"]["IndicatorRef"];
            kind: components["schemas"]["AgreementKind"];
            /** @description `Recovery time: yarn output`. */
            text: string;
            value_unit: string | null;
        };
        /** @description Terms that somebody proposes. */
        Proposal: {
            /** @description The person's role, in their own words. */
            by?: string;
            /** @description The indicator's key; null for a recovery time of the whole unit. */
            indicator?: string | null;
            /** @description What they are about. */
            kind: components["schemas"]["TermsKind"];
            /** @description When both look at them again, a date. */
            review?: string | null;
            /** @description The unit whose terms these are, by its path. */
            unit: string;
            /**
             * Format: double
             * @description The value; null for a retirement.
             */
            value?: number | null;
            /** @description Why. */
            words: string;
        };
        /** @description Somebody who has signed in shows again that it is them. */
        Prove: {
            /** @description The password. */
            password: string;
        };
        /** @description Hours of rest, by the clocks of the unit that is told. */
        Quiet: {
            /** @description When they begin: `22:00`. */
            from: string;
            /** @description When they are over: `06:00`. */
            until: string;
        };
        /**
         * @description In percent, rounded: never multiply them again. `performance` is null when potentiality is not
         *     agreed.
         */
        Ratios: {
            /** Format: double */
            latency: number | null;
            /** Format: double */
            performance: number | null;
            /** Format: double */
            productivity: number | null;
        };
        /** @description Whether people of a unit were reached. */
        Reached: {
            /** @description Whether there is any way to reach somebody: without, nobody can be. */
            has_way: boolean;
            /** @description How often nobody was reached, of what is listed. */
            nobody: number;
            /** @description What asked for somebody in the last weeks, the latest first. */
            summonses: components["schemas"]["Summons"][];
        };
        /** @description One value of one indicator at one time, or why there is none. */
        Reading: {
            /** @description When it was true: a time with zone (RFC 3339), or a time or date of the unit's own zone. */
            at: string;
            /** @description The indicator's key. */
            indicator: string;
            /** @description The unit of measure, to be held against the indicator's. */
            measure?: string | null;
            /** @description Why there is no value, in words. */
            no_data?: string | null;
            reason?: null | components["schemas"]["NoDataReason"];
            /** @description The unit's path, if it is not the report's. */
            unit?: string | null;
            /**
             * Format: double
             * @description The value; null, with a reason, where there is none.
             */
            value?: number | null;
            /** @description The words with the reason `other`. */
            words?: string | null;
        };
        /**
         * @description Whether a change was real.
         * @enum {string}
         */
        Real: "yes" | "instrument" | "nothing";
        /** @description Figures of another unit that the viewer's may see, or could. */
        Received: {
            /** @description When it ended. */
            ended: string | null;
            /** @description Its identity. */
            id: string;
            /** @description The keys of the figures. */
            indicators: string[];
            /** @description When it opened. */
            opened: string | null;
            /** @description The request that it grants. */
            request: string | null;
            /** @description The first day that is shown. */
            since: string;
            /** @description `in_force`, `closed` or `over`. */
            state: string;
            /** @description The unit whose figures these are, by its path. */
            unit: string;
            /** @description When it is over. */
            until: string;
            /** @description Why. */
            words: string;
        };
        /** @description Readings of one source. */
        Report: {
            /** @description The role that signs, where a person entered it and nobody signs in. */
            by?: string | null;
            /**
             * Format: int64
             * @description Which run of the source's numbers: higher after it lost count. 0 where it is left out.
             */
            epoch?: number | null;
            /** @description Words that go with it. */
            note?: string | null;
            /** @description The readings, in any order. */
            readings: components["schemas"]["Reading"][];
            /**
             * Format: int64
             * @description The number of the report. Sent twice with the same number, it counts once.
             */
            seq?: number | null;
            /** @description Who sends it, in a name of its own choice. Needed with `seq`. */
            source?: string | null;
            /** @description The unit of all readings that name none, by its path. */
            unit?: string | null;
        };
        /** @description What became of a report. What could not be taken in is listed back. */
        ReportAnswer: {
            /** @description Readings, and reasons for none, that are kept. */
            accepted: number;
            /** @description Readings of a report that had come before: kept then. */
            duplicates: number;
            /** @description How many could not. */
            problem_count: number;
            /** @description What could not be taken in; the first thousand. */
            problems: components["schemas"]["LineProblem"][];
        };
        /** @description What would become of a report. Nothing of it was kept. */
        ReportPreview: {
            /** @description Readings, and reasons for none, that would be kept. */
            acceptable: number;
            /**
             * @description What is kept now for the times of these readings, as far as it is recent and may be seen; the first
             *     thousand.
             */
            known: components["schemas"]["Kept"][];
            /** @description How many could not. */
            problem_count: number;
            /** @description What could not be taken in; the first thousand. */
            problems: components["schemas"]["LineProblem"][];
        };
        /** @description A request of the viewer's unit: the same whatever became of it. */
        RequestByUs: {
            /** @description When it was asked. */
            at: string;
            /** @description Who signed it. */
            by: string;
            /** @description Its identity. */
            id: string;
            /** @description `asked` or `over`. */
            state: string;
            /** @description The unit that is asked, by its path. */
            unit: string;
            /** @description When it is over. */
            until: string;
            /** @description Why. */
            words: string;
        };
        /** @description A request that waits here. Nobody need answer it. */
        RequestOfUs: {
            /** @description When it was asked. */
            at: string;
            /** @description Who signed it there. */
            by: string;
            /** @description The unit that asks, by its path. */
            from: string;
            /** @description Its identity. */
            id: string;
            /** @description When it is over. */
            until: string;
            /** @description Why. */
            words: string;
        };
        /** @description A request, of us or by us. */
        RequestRow: {
            acts: components["schemas"]["Act_SharingAct"][];
            id: string;
            /** @description `Textiles asks to see figures of ours`. */
            sentence: string;
            /** @description `asked on Friday 16 October`, `over`. */
            standing: string;
            /** @description The unit on the other side. */
            unit: components["schemas"]["UnitRef"];
            until: components["schemas"]["When"];
            words: string;
        };
        /** @description What a unit was asked, and asked. */
        Requests: {
            /** @description What the viewer's unit asked others; the latest first. */
            by_us: components["schemas"]["RequestByUs"][];
            /** @description What waits here; the latest first. */
            of_us: components["schemas"]["RequestOfUs"][];
        };
        /** @description One rise. */
        Rise: {
            /** @description When. */
            at: string;
            /** @description `expired`, `lapsed` or `passed_up`. */
            because: string;
            /** @description What it owes since. */
            obligation: string;
            /** @description The unit that received it, by its path. */
            to: string;
        };
        /**
         * @description What somebody is in a unit, by the names of `mission::roll`. `source`: a machine that reports;
         *     `wall`: a read-only display; `tablet`: a shared device on the floor.
         * @enum {string}
         */
        Role: "worker" | "committee" | "coordinator" | "auditor" | "source" | "wall" | "tablet";
        /** @description A role that somebody can be invited to. */
        RoleRow: {
            role: components["schemas"]["Role"];
            text: string;
            what: string;
        };
        RoomView: components["schemas"]["Frame"] & {
            /** @description Asked of us and answered; that help came is for those who asked to say. */
            answered: components["schemas"]["Card"][];
            /**
             * @description `Six figures, by the day shift, by 18:00.` null when none is due or the viewer may not
             *     report.
             */
            due: string | null;
            groups: components["schemas"]["TileGroup"][];
            lede: string;
            /** @description Our own: told to us first. Includes "unusual, kind not yet known". */
            ours: components["schemas"]["Card"][];
            /** @description Risen to us, or asked of us: what we owe. */
            passed_up: components["schemas"]["Card"][];
            /** @description Empty unless the viewer is this unit and there is a level above. */
            seen_above: components["schemas"]["Seen"][];
            /** @description `What Textiles sees of us now`; null when `seen_above` is empty. */
            seen_heading: string | null;
            /** @description One sentence that says what needs us. */
            sentence: string;
            telex: components["schemas"]["TelexLine"][];
            /** @description Agreements and directives that wait for the viewer's answer. */
            to_answer: components["schemas"]["PlanLine"][];
            whole: null | components["schemas"]["Whole"];
        };
        /** @description A level on the way up. */
        Rung: {
            standing: components["schemas"]["RungStanding"];
            /**
             * @description `3 days, ran out Thu 18:00`, `here since Thu 18:00`, `sees nothing yet`, `no members:
             *     skipped`.
             */
            text: string;
            unit: components["schemas"]["UnitRef"];
        };
        /** @enum {string} */
        RungStanding: "passed" | "here" | "not_yet" | "skipped";
        /** @description What the level above sees of us: one line each. */
        Seen: {
            open: boolean;
            /** @description `as of Tue 13 Oct`, `none`. */
            standing: string;
            /** @description `Our index`. */
            text: string;
        };
        Sees: {
            incident: string | null;
            standing: string;
            text: string;
        };
        /** @description One working day (or, for hourly duties, hour) of a clock: how much of it is left, 0 to 1. */
        Segment: {
            /** Format: double */
            left: number;
            /** @description `Tue 20`. */
            text: string;
        };
        /** @description Readings of one series, the earliest first. */
        Series: {
            /** @description The indicator's key. */
            indicator: string;
            /** @description UCUM unit of measure. */
            measure: string;
            /** @description How many readings there were before they were thinned out. */
            of: number;
            /** @description The readings; when there were more than asked for, those that keep the picture's shape. */
            points: components["schemas"]["Point"][];
            /** @description The unit's path. */
            unit: string;
            /** @description From when on this viewer may see readings; null where all of them. */
            visible_from: string | null;
            /** @description Up to when; null where there is no end. */
            visible_until: string | null;
        };
        /** @description A session of one's own. */
        SessionRow: {
            began: components["schemas"]["When"];
            id: string;
            last: components["schemas"]["When"];
            text: string;
            this: boolean;
        };
        SetupView: components["schemas"]["Frame"] & {
            calls: null | components["schemas"]["CallBoard"];
            duty: null | components["schemas"]["DutyBoard"];
            /** @description The key of this node, to be read out. */
            fingerprint: string;
            /** @description Null for those whose it is not to say, and where nobody signs in. */
            hooks: components["schemas"]["HookRow"][] | null;
            /** @description Whether figures, hours and parts are the viewer's to lay down. */
            leads: boolean;
            lede: string;
            /** @description Parts whose nodes whoever looks may link anew. */
            may_link_anew: components["schemas"]["UnitRef"][];
            /** @description Parts that may move to a node of their own, as far as the viewer may let them. */
            may_move: components["schemas"]["UnitRef"][];
            nodes: components["schemas"]["NodeRow"][];
            sentence: string;
        };
        SharingView: components["schemas"]["Frame"] & {
            /** @description What can be done on the page as a whole: `open` and `request`. */
            acts: components["schemas"]["Act_SharingAct"][];
            asked_by_us: components["schemas"]["RequestRow"][];
            /** @description Requests that wait for us. Nobody need answer them. */
            asked_of_us: components["schemas"]["RequestRow"][];
            /**
             * Format: int32
             * @description Days for which figures can be opened at most.
             */
            days_at_most: number;
            /** @description What we open; what stands first. */
            given: components["schemas"]["OpeningRow"][];
            lede: string;
            looked: components["schemas"]["LookedRow"][];
            /** @description Figures that may be opened; empty when the viewer may not. */
            may_open: components["schemas"]["IndicatorRef"][];
            /** @description What is open to us. */
            received: components["schemas"]["OpeningRow"][];
            sentence: string;
        };
        /** @description A time in which people work. */
        Shift: {
            /** @description The day on which it begins: `mon` to `sun`. */
            day: string;
            /** @description From when to when: `06:00-14:00`. */
            hours: string;
        };
        /** @description Somebody signs in. */
        SignIn: {
            /** @description A one-time code, where one is asked for. */
            code?: string | null;
            /** @description The login. */
            login: string;
            /** @description The password. */
            password: string;
        };
        /** @description What the filter told, at the reading of which it told it. */
        Signalled: {
            at: string;
            flag: components["schemas"]["Flag"];
            incident: string | null;
            text: string;
        };
        /** @description A name under it. */
        Signature: {
            /** @description When. */
            at: string;
            /** @description By which role. */
            by: string;
        };
        /** @description What comes of it. */
        SignedIn: {
            /** @description Whether a one-time code is missing yet. */
            to_code: boolean;
        };
        /** @description Somebody who may sign there. */
        Signer: {
            /** @description Their name. */
            name: string;
            /** @description By number. */
            person: string;
            /** @description What they sign with. */
            title: string;
        };
        /** @description Who may sign at a shared device. */
        Signers: {
            /** @description Those of the unit who have a PIN, by name. */
            signers: components["schemas"]["Signer"][];
        };
        /** @description Who signs, closes or declines. */
        Signing: {
            /** @description The person's role, in their own words. */
            by?: string;
        };
        /** @description With what the next act is signed. */
        SigningBegun: {
            /**
             * Format: int64
             * @description For how many seconds.
             */
            seconds: number;
            /** @description To be sent with it as `Cybersyn-Signing`; it signs once. */
            signing: string;
        };
        /** @description A time that stands out. */
        Span: {
            from: string;
            /** @description The incident that it leads to. */
            incident: string | null;
            kind: components["schemas"]["SpanKind"];
            /** @description `Yarn output stepped down …`, `stocktaking`. */
            text: string;
            /** @description Null while it lasts. */
            until: string | null;
        };
        /** @enum {string} */
        SpanKind: "incident" | "apart" | "level";
        /** @description Codes to be written down for when the telephone is lost. They are said once. */
        Spares: {
            /** @description Each counts once in place of a one-time code. */
            spares: string[];
        };
        /** @description One series of an incident. */
        Strand: {
            /** @description Due readings in a row that are back in the band. */
            back: number;
            /**
             * Format: double
             * @description How far the level went from the reference at most, in the unit of measure.
             */
            change: number;
            /** @description `up` or `down`. */
            direction: string;
            /** @description The indicator's key. */
            indicator: string;
            /** @description `unusual`, `one_off`, `step` or `slope`. */
            kind: string;
            /** @description The reading with which the change began. */
            since: string;
            /**
             * Format: double
             * @description How sure the filter was, 0 to 1.
             */
            sure: number;
        };
        /** @description Something that asked for somebody. */
        Summons: {
            /** @description When it happened. */
            at: string;
            /**
             * Format: int32
             * @description How often it was tried on all of them.
             */
            attempts: number;
            /** @description What became of it: `waiting`, `reached`, `nobody` or `past`. */
            outcome: string;
            /** @description When that was known. */
            since: string | null;
            /** @description What was in the way the last time. */
            trouble: string | null;
            /** @description By how many ways it went. */
            ways: number;
            /**
             * @description Why: `safety`, `alarm`, `change`, `silence`, `missed`, `rise`, `owes`, `unanswered`, `terms` or
             *     `directive`.
             */
            why: string;
        };
        /** @description What is to be written about. */
        TelexAbout: {
            /** @description As a message names it. */
            id: string;
            kind: components["schemas"]["TelexAboutKind"];
            /** @description Ids of the units in `may_write` that see it. A message to others says nothing of it. */
            seen_by: string[];
            thing: components["schemas"]["ThingRef"];
        };
        /**
         * @description The kinds of things that are written about.
         * @enum {string}
         */
        TelexAboutKind: "incident" | "directive" | "indicator";
        /** @description Where one can write to, and which units are there. */
        TelexAddress: {
            to: components["schemas"]["TelexTo"];
            units: components["schemas"]["UnitRef"][];
        };
        /**
         * @description Which lines of the telex.
         * @enum {string}
         */
        TelexFilter: "all" | "messages" | "happened" | "ours" | "unanswered";
        /** @description A message, or a line of what happened. */
        TelexItem: {
            incident: string | null;
            message: null | components["schemas"]["MessageShown"];
            /** @description What happened; empty with a message. */
            text: string;
            when: components["schemas"]["When"];
            /** @description `Filter`, `Textiles`. */
            who: string;
        };
        /** @description A line of the telex: acts, tellings and words in time order, newest first. */
        TelexLine: {
            incident: string | null;
            text: string;
            when: components["schemas"]["When"];
            /** @description `Yarur`, `Filter`, `Textiles to Fiap`. */
            who: string;
        };
        TelexPage: components["schemas"]["Frame"] & {
            about: null | components["schemas"]["TelexAbout"];
            filter: components["schemas"]["TelexFilter"];
            /** @description Whether these are the latest. */
            is_latest: boolean;
            /** @description The latest first. */
            items: components["schemas"]["TelexItem"][];
            lede: string;
            /** Format: int32 */
            letters_at_most: number;
            /** @description Where the viewer may write to; empty where they may not. */
            may_write: components["schemas"]["TelexAddress"][];
            /** @description Where the older ones begin, for `before`; null where there are none. */
            older: string | null;
            /** @description What was looked for; empty where nothing was. */
            search: string;
            /** @description `One message waits for an answer of ours.` */
            sentence: string;
            /**
             * Format: int32
             * @description How many messages wait for an answer of ours.
             */
            waiting: number;
        };
        /**
         * @description Where a message can go.
         * @enum {string}
         */
        TelexTo: "above" | "parts" | "sisters" | "within";
        /**
         * @description An agreed term of an indicator or unit: `Capability`, `104 t a day`, `agreed 14 March 2026,
         *     review 31 October 2026`.
         */
        TermShown: {
            /** @description Leads to `/{place.path}/plan/a/{agreement}`; null when it is the default. */
            agreement: string | null;
            name: string;
            note: string;
            value: string;
        };
        /**
         * @description What terms can be about.
         * @enum {string}
         */
        TermsKind: "recovery_time" | "capability" | "potentiality" | "index_weight" | "retire" | "new_level";
        /** @description The thing that something was done to. */
        ThingRef: {
            /** @description Where it is; null where the viewer does not see it. */
            address: string | null;
            /** @description `Incident 41`. */
            text: string;
        };
        /** @description One part or one indicator in the iconic display. */
        Tile: {
            bar: null | components["schemas"]["Bar"];
            indicator: null | components["schemas"]["IndicatorRef"];
            line: null | components["schemas"]["Line"];
            name: string;
            ratios: null | components["schemas"]["Ratios"];
            state: components["schemas"]["FigureState"];
            /** @description `better`, `no data`; null when as expected. */
            state_text: string | null;
            /** @description `as of Mon 19 Oct`, `expected 28 to 36`, `meter being replaced, since Mon 19`. */
            under: string;
            unit: null | components["schemas"]["UnitRef"];
            /** Format: double */
            value: number | null;
        };
        TileGroup: {
            /** @description `Passed nothing up`, `Our other figures, Tuesday 20 October`. */
            heading: string;
            kind: components["schemas"]["TileGroupKind"];
            /** @description The sentence under the display (why parts are "as of"); null for none. */
            note: string | null;
            tiles: components["schemas"]["Tile"][];
        };
        /** @enum {string} */
        TileGroupKind: "parts" | "indicators";
        /**
         * @description To whom a message goes.
         * @enum {string}
         */
        To: "above" | "parts" | "sisters" | "within" | "answer" | "poster";
        /** @description Somebody goes to the provider that they sign in to. */
        ToProvider: {
            /** @description The page of this site to which they go on. */
            to?: string;
            /** @description For what. */
            why?: components["schemas"]["WhyProvider"];
        };
        TodayView: components["schemas"]["Frame"] & {
            alarm: components["schemas"]["AlarmWords"];
            figures: components["schemas"]["Figure"][];
            /** @description `Not due today: six weekly figures, on Monday.`; null for none. */
            later: string | null;
            /** @description `Friday 16 October, day shift. Six figures are due by 18:00; two are still to come.` */
            lede: string;
            /** @description `Today at Spinning 2`. */
            sentence: string;
        };
        /** @description What the filter has told about this series, newest first. */
        Told: {
            glyph: components["schemas"]["Glyph"];
            incident: string | null;
            sentence: string;
            tone: components["schemas"]["Tone"];
            when: components["schemas"]["When"];
        };
        /**
         * @description Colour is only for what is abnormal: `pain` asks for somebody now, `watch` for a look, `joy`
         *     is a good surprise.
         * @enum {string}
         */
        Tone: "pain" | "watch" | "joy" | "plain";
        /** @description A unit by its name and address, which are for all to see. */
        Unit: {
            /** @description Its identity, which never changes. */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description The address of the unit above; null at a root. */
            parent: string | null;
            /** @description How many parts it has. */
            parts: number;
            /** @description Its present address. */
            path: string;
        };
        /** @description A unit by its present address. The id never changes; the path may. */
        UnitRef: {
            id: string;
            name: string;
            path: string;
        };
        /** @description One row of the list of units; depth first, so that a row's parts follow it. */
        UnitRow: {
            /** Format: int32 */
            depth: number;
            /** Format: int32 */
            indicators: number;
            /** Format: int32 */
            parts: number;
            unit: components["schemas"]["UnitRef"];
        };
        /** @description Units, in the order of their ids: a parent comes before its parts. */
        Units: {
            /** @description The units. */
            units: components["schemas"]["Unit"][];
        };
        UnitsView: components["schemas"]["Frame"] & {
            lede: string;
            sentence: string;
            /** @description Empty on the first run. */
            units: components["schemas"]["UnitRow"][];
        };
        /** @description One page. */
        View: (components["schemas"]["RoomView"] & {
            /** @enum {string} */
            view: "room";
        }) | (components["schemas"]["IncidentView"] & {
            /** @enum {string} */
            view: "incident";
        }) | (components["schemas"]["IndicatorView"] & {
            /** @enum {string} */
            view: "indicator";
        }) | (components["schemas"]["TodayView"] & {
            /** @enum {string} */
            view: "today";
        }) | (components["schemas"]["PlanView"] & {
            /** @enum {string} */
            view: "plan";
        }) | (components["schemas"]["AgreementView"] & {
            /** @enum {string} */
            view: "agreement";
        }) | (components["schemas"]["DirectiveView"] & {
            /** @enum {string} */
            view: "directive";
        }) | (components["schemas"]["UnitsView"] & {
            /** @enum {string} */
            view: "units";
        }) | (components["schemas"]["BoundaryView"] & {
            /** @enum {string} */
            view: "boundary";
        }) | (components["schemas"]["DoorView"] & {
            /** @enum {string} */
            view: "door";
        }) | (components["schemas"]["PeopleView"] & {
            /** @enum {string} */
            view: "people";
        }) | (components["schemas"]["MeView"] & {
            /** @enum {string} */
            view: "me";
        }) | (components["schemas"]["SharingView"] & {
            /** @enum {string} */
            view: "sharing";
        }) | (components["schemas"]["FlowView"] & {
            /** @enum {string} */
            view: "flow";
        }) | (components["schemas"]["ProblemView"] & {
            /** @enum {string} */
            view: "problem";
        }) | (components["schemas"]["SetupView"] & {
            /** @enum {string} */
            view: "setup";
        }) | (components["schemas"]["AuditView"] & {
            /** @enum {string} */
            view: "audit";
        }) | (components["schemas"]["TelexPage"] & {
            /** @enum {string} */
            view: "telex";
        }) | (components["schemas"]["Board"] & {
            /** @enum {string} */
            view: "board";
        }) | (components["schemas"]["MinutePage"] & {
            /** @enum {string} */
            view: "minute";
        }) | (components["schemas"]["PastPage"] & {
            /** @enum {string} */
            view: "past";
        });
        /** @description A way by which somebody is told. */
        Way: {
            /** @description The address of mail, or what the device says of itself. */
            address: string;
            /** @description Whether the code that was sent there was given; before, nothing else is sent. */
            confirmed: boolean;
            digest: null | components["schemas"]["Digest"];
            /** @description Whether the device takes nothing any more; it can be added again. */
            gone: boolean;
            /** @description Its id. */
            id: string;
            /** @description `mail` or `push`. */
            kind: string;
            /** @description `en` or `es`. */
            lang: string;
            /** @description Whether it is used. */
            on: boolean;
            quiet: null | components["schemas"]["Quiet"];
        };
        /** @description The ways by which somebody is told. */
        Ways: {
            /** @description Whether this server sends mail. */
            has_mail: boolean;
            /**
             * @description By what browsers know that it is this server which may write to them: a point of P-256 in base 64
             *     for addresses.
             */
            push_key: string | null;
            /** @description The first first. */
            ways: components["schemas"]["Way"][];
        };
        /**
         * @description A moment, and how to say it in the unit's working calendar and the page's language: `Thursday
         *     18:00`, `today 09:12`.
         */
        When: {
            at: string;
            text: string;
        };
        /** @description The unit as a whole: its roll-up or its own index. */
        Whole: {
            bar: components["schemas"]["Bar"];
            /** @description `Thursday 22 Oct`. */
            day: components["schemas"]["When"];
            /** @description `Textiles as a whole`. */
            heading: string;
            line: null | components["schemas"]["Line"];
            ratios: components["schemas"]["Ratios"];
            /**
             * @description `One day old: a roll-up of twelve. 12 of 12 reported.` with the worst part when it may be
             *     named.
             */
            sentence: string;
        };
        /**
         * @description For what somebody goes there.
         * @enum {string}
         */
        WhyProvider: "sign_in" | "prove" | "link";
        /** @description Words left on an incident, kept at the level they were written for. Oldest first. */
        Words: {
            /** @description `supply secretary, Textiles`. */
            by: string;
            text: string;
            when: components["schemas"]["When"];
        };
        /** @description A message that is sent. */
        Written: {
            /** @description Its name for whoever sent it, and for no other. */
            id: string;
            /** @description The names of the units that read it. */
            read_by: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
