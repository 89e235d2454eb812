"""Words of readers' prose around a title, in English, German, French and Spanish, which few titles have.

Beside the words of questions they tell that a text is a sentence, and where in it a title may begin and end.
"""

from typing import NamedTuple

from shelftalker.search.common_words import words_in
from shelftalker.search.question_words import QUESTION_WORDS


class ProseWords(NamedTuple):
    """Words as the keys of titles have them: in small letters, without accents and apostrophes.

    Attributes:
        prose: Words of sentences about reading that are rare in titles.
        before_title: Words directly after which a title may begin.
        behind_title: Words directly before which a title may have ended.
        continuing: Words with which a title goes on as often as a sentence: what follows them decides.
        placing: Words that place what follows; of two together the second one may be a title's first.
        of_books: Words before "of" and a title, for a part of a book, its writer or its readers.
        persons: Persons behind a verb: "wrecked me".
    """

    prose: frozenset[str] = words_in(
        """
        starts begins beginnt commence empieza two three four five six seven eight ten times stars star zwei drei vier
        funf sterne deux trois quatre cinq etoiles dos tres cuatro cinco estrellas absolutely actually based compared
        vein spirit lines mood alot already amazing anyones anythings arent asap asked atm awesome aye barely basically
        binged blew borrowed bought brilliant btw bunch bummed buying cheers chapters chose coulda couldnt currently
        dang definitely delightful desperately devoured devouring disappointed doesnt downloaded dreading dunno dyou
        eagerly everyones exactly excited exhausted fab fabulous finishd folks fricking gifted gimme gonna goodreads
        gorgeous gotta grabbed grandma grandpa halfway hated havent heya hiya honestly hooked howdy hubby hug idk imma
        inhaled insanely instantly intrigued isnt itching jeez kindle kindly lately lemme lend lent literally lil lmao
        lmk lol looove loveeed lotsa lots luv luved maybe mesmerised mesmerized mins mum mums nan naturally nearly nowt
        obviously ok okay okey omg onto overnight personally picking possibly preferably presents presume prolly pretty
        probably properly purchased quite quickly ravenous recently recomend recomendations recommandation reccommend
        reccomend reccs reco recos regarding relatable rereads rlly roughly sadly seriously shed shouldnt similarly sis
        smth sobbed sobbing somebodys somethings sorta spouse suggesting suggestive super sure swallowed teared tbh tbr
        terrific thankful thanku thankyou thats theyre theyve thoroughly thru til tho thrilled tonights totally tried
        trying tryna tysm ty u umm unputdownable ur urgently usually vaguely vacation wanna wasnt werent weve whatever
        whilst wheres whos wifey wondered wondering worthy wouldnt wow wrecked ya yall yep yesterday yo youve yup xmas
        bday bookclub bookstore bookshop librarian shelf airport finally heard hear obsessed blown floored gutted raving
        rave raved rec readers bookworm bookworms pageturner pageturners pls plss plzz pleeease pleease aktuell allen
        allerdings angefangen angetan ausgelesen ausleihen bald beeindruckt begeisterung beendete bisher biblio
        bibliothek bissle bisschen brauch brauche brauchen braucht brauchte bucherei buecherei buchhandlung danach daran
        demnachst denn derzeit dringend durchgelesen echt eigentlich einfach empfehlst empfehlt empfohlenen endlich
        erneut erst erzahlt fehlt feiern feier ferien freu freue freundin freund frau fuhle geburtstag gefesselt gefiele
        gehort gekauft gemeinsam genial genau genauso genug gepackt geschenk geschenkt gesucht gestern gib gibts glaub
        glaube grad grade grossartig guckt hab halbwegs hallo hallochen heranreicht heut heute heulen hilfe hilft
        hoffentlich hoffe huhu ideen idee immer inhaliert insgesamt irgendwas irgendetwas irgendwelche irgendwie jetz
        kaum kaufen klasse klingt konnts krass lang langweilig leider leihen leser leserin lesestoff leute liegt lieber
        liebend liest lest mag mags mega meinung meint mitreissend nachschub nachster nee nich nix nochmal oma opa
        packend paar passend passendes passt prima quasi sag sagt schade schenk schenke schenken schlagt schlagst
        schlage schlaft schonmal schwarmt schwarme schwester seit seitdem servus sofort sogar spannend tante tja toller
        tolles tolle traurig unbedingt ungefahr ungern urlaub vergleichbar vergleichbares vergleichbare vermisse
        verschlingt verschlinge verliebt vielen vielleicht vorgelesen vorhin vorzugsweise weihnachten weggelesen weisst
        wieder wisst wochenende womit wunderbar wunderbare wunsche wurd wurds zusammen zufallig zurzeit zwar adoree
        adores ado aide aidez aimerais aimerait absolument actuellement alu anniversaire apparemment assez attendant
        aucune aussitot auriez aviez besoin bisous bibliotheque bluffe bluffee boulot bouleverse bouleversee cadeau
        captivant cela cherchais coup copine copain coeur connaissez connaitriez conseilleriez conseillerais deja
        dernier dernierement depuis desespere devore devoree devores devorer devorez dirais disons dispo drole emprunte
        emprunter enchante enchantee encore enfin enorme ensuite epoque equivalent esperant evidemment excellent
        excellente exactement fille fils fabuleux finie finissais franchement geniale geniaux gros hate hesite hier
        idees incroyable interessant jadore jaime jai jamais javais jcherche jveux jviens juste kiffe kiffer kifferais
        largement lecteurs libraire librairie lisais lisez lisiez lit longtemps magnifique maintenant malheureusement
        mari meilleur mec merveilleux mere noel offrir offre ouah oui parfait parle parait passionnant passionne
        personnes plairont plaise plaisir plutot pleure poche pourriez pouvez pouvais prochaine prochain pote potes
        proposeriez puis quelquechose quelqu quoi raconte rapport recherche recommanderiez relire rien salut savez
        sauriez scotche scotchee serais soeur style sublime suggestions suggerez surkiffe surtout sympa tellement titre
        toujours toujour totalement touche trop truc trucs trouvez vacances vachement vais venir veine veux vite voila
        vraiment voudrait waouh abuela abuelo agradeceria ahorita alguno amiga amigo amo anoche ame aparte apasiona
        apetece ayer ayuda ayudame ayudenme ayudan ayudais biblioteca buenisima buenisimo caso casualidad chicos chicas
        claro conoceis compre comprar cualquier cumple cumpleanos demasiado desesperada desesperado devoro devorado
        diganme dejo dejaron disculpa disfrutado disfrute divina divino empece emocionada emocionado enamorada enamorado
        encantado enganche engancho engancha enganchada enganchado espero estaria estupendo excelente fascina fascinado
        fascino flipado flipante fenomenal gente gran hermana hermano igual imagino increible jamas justo leerme leyeron
        leiste librazo maravilla maravilloso maravillosa madre madres mucha muchas muchisimo navidad necesito
        necesitamos novio novia nuevamente obvio ojala papa pasado parecer pelin pienso porfi porfis porfavor prestado
        prestaron puedan puedes quedado quedo quede queria quiza quizas regalar regalo regalarle regale recomiendes
        recomienden recomendable recomendada recomendo recomendaria recomendarian recomiendenme saludos sabeis sabes
        saben segun semana sensacional similar solamente sugieren sugieres sugeris sugerir sugiere sugerirme suelo
        tampoco tarde tendras todavia vacaciones verdad xfa xfavor xq
        """
    )
    before_title: frozenset[str] = QUESTION_WORDS.before_title | words_in(
        """
        both either neither beide sowohl entweder weder soit tanto appelle appelait hiess llamaba
        am and as ate first with mit zuerst dabord primero been begun between entre zwischen if close below binged
        bought but called checked closed cried devour devoured devouring did does done end ended favourite favorite fave
        feel felt fini finishd finishes from gave got had has hated have havent hear heard heart including inhaled into
        is its it isnt latter lent likes lol love luv luved mean meaning near onto or over past plus put rec recs reccs
        reads rereading reread resembles resemble seen since started starting than then through thru til title titled
        toward towards try tried under until vs was watched when while without whats wrote alternatives adores adored
        readalikes suggestions recommendations vibes anyone anybody everyone nobody ab an aktuell bei beim bis dass das
        den dem der des denn dich die dir du durch ebenfalls eben euch endlich fan fand fande fertig fur ganzes
        gegenuber gestern grad grade gerad gerade gleich hab habe haben habt hast hat hatte hattest hatten heisst heute
        ich ihr ihm ihn ihnen immer ist jetzt kennst kennt lesend lest liess mal man mein meine mich mir nachdem nun
        oder ob schon seit seitdem sie so statt uber uns und vom verschlang verschlinge vergleichbar von wahrend wenn
        wer wir wo zuletzt zusammen a adorer aimez ainsi au aux avec avez car cest chez contre d dans depuis devore
        devorer devorez devoree devores encore es et etais etes finir finis finissant hier jadore jaime jai kiffe kiffer
        l lecture lisant lis lisait lisez mais nomme ou par passionne pour pres que qui relire relu sauf sur surkiffe
        titre type veine vers voir adore adorado ame amo asi aunque bajo conoces conoceis contra cual de del desde
        despues devoro devorado devoraron disfrute e el empece en encanta encantado encantaron era eran esta estan estoy
        fue gusto gustado gustaron hacia hasta la las lee leemos leen lees leia leimos libros llama llamado lo los
        mediante o para parecida pero por porque quien recomendo segun si sobre son tipo un una unos y ya
        """
    )
    behind_title: frozenset[str] = (
        QUESTION_WORDS.asking
        | QUESTION_WORDS.of_copy
        | QUESTION_WORDS.of_book
        | words_in(
            """
            again already also am anyone anybody are as asap atm audiobook back because been before being best blew
            broke but came can could couldnt currently did didnt do does doesnt down earlier else ended even ever every
            finally fan fans gave genuinely got had hands has hasnt have help here hit how i id if ill im is isnt it its
            just kept kind last lately left lol made makes many me more must my next nothing now once one pls plz please
            quite rather really recently right series should similar since so something still than that thats then there
            these they this though thx til tonight today too tops totally twice type u vibe vibes was wasnt we well were
            what whats when where which while who why will would wow wrecked yesterday yet you your youre ones stuff
            style kinda sorta readalikes readalike until weeks week month year yr years days recs suggestions ideas tips
            aber als anschliessend bald bin bisher bitte da danach dann das dass denn durch durchgelesen eben echt ein
            endlich erst es etwas euch fand fande fanden fertig finde findet fur gab gehort gefallt gefallen gefiel
            gelesen gemocht genau gerade gerne gern gibt grossartig gut gibts habe haben hab habt hast hat hatte heute
            ich ihr ihm immer ist jetzt kam kann kenne kennst kennt klasse konnte lese lesen liebe liebt liest los mag
            mal mich mir mochte mochten mogt nicht nichts noch nun nur oder schon schwarmt sehr sollte super toll total
            uns verschlungen vergleichbares weil weiter wer wie wieder wo wurde zu zuende zuletzt zum ainsi ai aimerais
            apres aussi avait avais avez bouleverse car ce cela cest comme dernierement deja depuis des dites donc elle
            en encore enormement est etait ete etaient fini genial hier il ils ja jai jaimerais javais je jy j lu ma
            mais maintenant merci mon ne on ou parce pendant plutot pour pourriez pouvez pourquoi puis quand que quelle
            quels quel qui quoi recemment rien s sil sont stp sur svp tellement tous tout toute tres tu un une vous
            vraiment y ca ahora algo alguien algun alguna anoche ayer ayuda como cual cuando cuales donde e era esta
            este estoy fue fueron gracias gusta gusto ha hace han hasta hay he leo le les lo mas muchisimo mucho muy
            nada necesito no nos otra otro para pero por porfa porque quiero recomendais recomiendas recomiendan se si
            sigue sin son tambien te tengo todavia tras una van voy xfa ya
            """
        )
    )
    continuing: frozenset[str] = words_in(
        """
        a an and are as at by for from if in into is of off on or out over the to under was war waren with without als
        am auf aus das dem den der des die ein eine fur im mit nach oder ohne und uber unter von vom vor zu zum au aux
        avec dans de du en et la le les ou par pour sans sous sur un une al como con del e el las los o para por sin
        sobre una y
        """
    )
    placing: frozenset[str] = words_in(
        """
        about after at by for from in into of on to with nach von mit aus fur zu a apres avec dans de pour sur con en
        para por sobre tras desde
        """
    )
    of_books: frozenset[str] = words_in(
        """
        page pages chapter chapters copy author writer fan fans reader readers lovers atmosphere mood tone feel vibe
        vibes vein lines style kind sort mix combination mixture blend leser leserin leserinnen liebhaber freunde autor
        autorin stil art stimmung atmosphare seite seiten kapitel mischung richtung sinne exemplar amateurs lecteurs
        lectrices auteur pages chapitre genre veine esprit ambiance univers lignee melange exemplaire lectores lectoras
        amantes autora pagina paginas capitulo estilo linea ambiente universo mezcla ejemplar
        """
    )
    persons: frozenset[str] = words_in("me us him her them everyone everybody")


PROSE_WORDS = ProseWords()
